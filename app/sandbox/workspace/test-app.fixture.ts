import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel, WebClient } from '@slack/web-api';
import { demoWorkspace } from './demo-workspace.ts';
import type { JsonObject } from './json.ts';
import { startWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';

/** What Slack's own socket client hands on of an envelope. */
export interface Received {
  readonly type: EnvelopeName;
  readonly body: JsonObject;
  readonly envelope_id: string;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly ack: (payload?: JsonObject) => Promise<void>;
}

type EnvelopeName = 'slash_commands' | 'interactive' | 'events_api';

/** Answers an envelope, or lets it go unanswered. */
export type Answer = (received: Received) => Promise<void> | void;

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

const acknowledge: Answer = ({ ack }) => ack();

/** An app made of Slack's own clients, connected to a workspace of its own: the fixture of these tests. */
export interface TestApp {
  readonly workspace: Workspace;
  readonly web: WebClient;
  readonly socket: SocketModeClient;
  /** All envelopes so far. */
  readonly received: readonly Received[];
  /** What happens to envelopes from now on; until then they are acknowledged with nothing. */
  answerWith(answer: Answer): void;
  stop(): Promise<void>;
}

/** Starts the demo workspace, changed by `options`, and connects to it unless told not to. */
export const startTestApp = async (
  options: Partial<WorkspaceOptions> = {},
  connects = true,
): Promise<TestApp> => {
  const workspace = await startWorkspace({ ...demoWorkspace, ...options });
  const clientOptions = { slackApiUrl: workspace.apiUrl };
  const web = new WebClient(workspace.botToken, {
    ...clientOptions,
    logger: quiet,
    retryConfig: { retries: 0 },
  });
  const socket = new SocketModeClient({
    appToken: workspace.appToken,
    clientOptions,
    clientPingTimeout: 300,
    logger: quiet,
  });
  const received: Received[] = [];
  let answer = acknowledge;
  socket.on('slack_event', (event: Received) => {
    received.push(event);
    void answer(event);
  });
  if (connects) {
    await socket.start();
  }
  return {
    workspace,
    web,
    socket,
    received,
    answerWith: (next) => {
      answer = next;
    },
    stop: async () => {
      await socket.disconnect();
      await workspace.stop();
    },
  };
};
