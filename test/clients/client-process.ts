import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workspace } from '../../app/sandbox/workspace/workspace.ts';
import { startDaemonProcess } from '../daemon/daemon-process.ts';

/** A program of somebody else's making, in a process of its own and connected to a workspace. */
export interface ClientProcess {
  /** Ends it at once. */
  stop(): Promise<void>;
}

/** A path inside of this repository, from its root. */
export const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Starts a script with the workspace's address and tokens in its environment (`SLACK_API_URL`, `SLACK_BOT_TOKEN`,
 * `SLACK_APP_TOKEN`) and this beside them; resolves when it writes `{"event":"ready"}` to its output. Rejects with all
 * that it wrote if it ends or is not ready in time; it is ended then.
 */
export const startClient = async (
  workspace: Workspace,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ClientProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'slack-client-'));
  const child = startDaemonProcess(
    {
      SLACK_API_URL: workspace.apiUrl,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      ...env,
    },
    folder,
    script,
  );
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await child.ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await child.line('ready');
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { stop };
};
