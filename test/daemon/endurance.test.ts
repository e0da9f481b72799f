import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import { pause, systemClock } from '../../lib/kernel/clock.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';

const entry = fileURLToPath(new URL('../../dist/test/daemon/measured-daemon.js', import.meta.url));

/** So many that each lives for more than a second, although every fifth of one somebody is told to go. */
const sockets = 5;

let town: Town;
beforeEach(async () => {
  town = await buildTown({ entry });
});
afterEach(() => town.stop());

const measurement = z.looseObject({
  clients: z.number(),
  connections: z.number(),
  timers: z.number(),
  heap: z.number(),
});

const measure = async (daemon: DaemonProcess): Promise<z.infer<typeof measurement>> => {
  const before = daemon.lines.filter(({ event }) => event === 'measured').length;
  daemon.kill('SIGUSR2');
  const found = () => daemon.lines.filter(({ event }) => event === 'measured')[before];
  await eventually(() => found() !== undefined, 'the measurement');
  return measurement.parse(found());
};

const connects = (daemon: DaemonProcess): number =>
  daemon.lines.filter(({ event }) => event === 'slack.connected').length;

/** Tells the oldest socket to go, again and again, while somebody types; resolves with what came of the commands. */
const refresh = async (daemon: DaemonProcess, rounds: number): Promise<readonly string[]> => {
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = connects(daemon);
    town.workspace.sockets.refresh(0);
    outcomes.push((await town.dana.types(general, '/infra help')).outcome);
    await eventually(
      () => connects(daemon) > before && town.workspace.sockets.count === sockets,
      'the new socket',
    );
    await pause(systemClock, 230);
  }
  return outcomes;
};

describe('a hundred refreshes in a row', () => {
  it('leave nothing behind, and no command goes unanswered', async () => {
    const daemon = await town.start({ SLACK_SOCKET_CONNECTIONS: String(sockets) });
    await eventually(() => connects(daemon) === sockets, 'all sockets', 15_000);
    // What is made at the first use only is there afterwards.
    await refresh(daemon, 10);
    const before = await measure(daemon);

    const outcomes = await refresh(daemon, 100);

    expect(new Set(outcomes)).toEqual(new Set(['acknowledged']));
    expect(town.workspace.sockets.count).toBe(sockets);
    // The last ones may still be closing.
    await pause(systemClock, 2_000);
    const after = await measure(daemon);
    expect(after.clients).toBeLessThanOrEqual(sockets);
    expect(after.connections).toBeLessThanOrEqual(before.connections + 1);
    expect(after.timers).toBeLessThanOrEqual(before.timers + 2);
    // Each command of the hundred is remembered for ten minutes: that is about nine kilobytes each.
    expect(after.heap - before.heap).toBeLessThan(3_000_000);
    expect(daemon.lines.filter(({ event }) => event === 'daemon.bug')).toEqual([]);
  }, 60_000);
});
