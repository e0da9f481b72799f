import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { DaemonProcess } from '../daemon-process.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Whose changes are told. */
export interface ChangeSources {
  readonly workspace: Pick<Workspace, 'onChange'>;
  readonly daemon: Pick<DaemonProcess, 'onChange'>;
}

/**
 * A stream of server-sent events, one for each change of anything, without saying of what: so nobody learns by it what
 * others see, and the page asks for itself.
 */
export const streamChanges = (context: Context, { workspace, daemon }: ChangeSources): Response =>
  streamSSE(context, async (stream) => {
    const tell = (): void => void stream.writeSSE({ data: 'changed' });
    const unsubscribe = [workspace.onChange(tell), daemon.onChange(tell)];
    await new Promise<void>((resolve) => {
      stream.onAbort(resolve);
    });
    unsubscribe.forEach((end) => end());
  });
