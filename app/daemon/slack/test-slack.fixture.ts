import { demoWorkspace } from '../../sandbox/workspace/demo-workspace.ts';
import {
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../sandbox/workspace/workspace.ts';
import { createRecordedLog, type RecordedLog } from '../recorded-log.fixture.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createWebClients, type WebClients } from './web-clients.ts';

/** A workspace with the daemon's own clients of its Web API. */
export interface TestSlack {
  readonly workspace: Workspace;
  readonly web: WebClients;
  readonly recorded: RecordedLog;
  stop(): Promise<void>;
}

/** Starts the demo workspace, changed by `options`. */
export const startTestSlack = async (
  options: Partial<WorkspaceOptions> = {},
): Promise<TestSlack> => {
  const workspace = await startWorkspace({ ...demoWorkspace, ...options });
  const recorded = createRecordedLog();
  const logger = createSlackLogger(recorded.log, 'slack.library');
  return {
    workspace,
    web: createWebClients(workspace.botToken, workspace.apiUrl, logger),
    recorded,
    stop: () => workspace.stop(),
  };
};
