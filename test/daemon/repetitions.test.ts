import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, type Town } from './town.ts';

describe('an envelope that comes once more', () => {
  let town: Town;
  let daemon: DaemonProcess;
  beforeEach(async () => {
    town = await buildTown();
    daemon = await town.start();
  });
  afterEach(() => town.stop());
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    daemon.kill(signal);
    await daemon.ended;
  };
  const restartAfter = async (signal: NodeJS.Signals): Promise<void> => {
    await end(signal);
    daemon = await town.start();
  };

  it.each([
    ['to the same process', async () => undefined],
    ['to the next process', () => restartAfter('SIGTERM')],
    ['to the process after a crash', () => restartAfter('SIGKILL')],
  ])('%s is the same request, also when everything of it is finished', async (_, between) => {
    const answer = await ask(
      town,
      town.dana,
      '/request-image go:latest --justification "Need for the build of our tools"',
    );
    expect(answer).toContain('Request submitted!');
    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    const envelope = town.workspace
      .envelopes()
      .find(({ payload }) => payload['command'] === '/request-image');
    await between();

    town.workspace.redeliver(envelope?.id ?? '');
    await town.workspace.until(
      () =>
        town.workspace.envelopes().find(({ id }) => id === envelope?.id)?.acknowledgements
          .length === 2
          ? true
          : undefined,
      { what: 'a second acknowledgement' },
    );
    // A drain finishes what runs, so that nothing of a second request can come later.
    await end('SIGTERM');

    const events = (await town.ledger()).map(({ event }) => event);
    expect(events.filter((event) => event === 'image.request.created')).toHaveLength(1);
    expect(town.cards()).toHaveLength(1);
  });
});
