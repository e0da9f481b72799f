import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import { pause, systemClock } from '../../lib/kernel/clock.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';

jest.setTimeout(120_000);

const entry = fileURLToPath(new URL('../../dist/test/daemon/measured-daemon.js', import.meta.url));

/** Within this much, in milliseconds, health tells the truth, and commands are answered again. */
const soon = 30_000;

type Play = (town: Town, daemon: DaemonProcess) => Promise<void>;

/**
 * Lets `play` happen in a town of its own, where the daemon has so many sockets open. The plays take long and do little:
 * they overlap.
 */
const inTown =
  (sockets: number, play: Play, rateLimits = true) =>
  async () => {
    const town = await buildTown({ entry, rateLimits });
    try {
      const daemon = await town.start({ SLACK_SOCKET_CONNECTIONS: String(sockets) });
      await eventually(() => connects(daemon) === sockets, 'all sockets', 20_000);
      // A connection that lived shorter than a second is taken for turned away.
      await pause(systemClock, 1_000);
      await play(town, daemon);
      expect(daemon.lines.filter(({ event }) => event === 'daemon.bug')).toEqual([]);
      daemon.kill('SIGTERM');
      expect(await daemon.ended).toBe(0);
    } finally {
      await town.stop();
    }
  };

const said = ({ lines }: DaemonProcess, event: string): number =>
  lines.filter((line) => line.event === event).length;
const connects = (daemon: DaemonProcess): number => said(daemon, 'slack.connected');
const disconnects = (daemon: DaemonProcess): number => said(daemon, 'slack.disconnected');
const failures = (daemon: DaemonProcess): number => said(daemon, 'slack.connect_failed');

const report = z.object({ status: z.string(), checks: z.object({ slack: z.string() }) });

/** Asks health until it says this; rejects after 30 s. */
const healthSays = async (daemon: DaemonProcess, status: string, slack: string): Promise<void> => {
  const { port } = await daemon.line('http.listening');
  const end = systemClock.now() + soon;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health`);
    expect(answer.status).toBe(200);
    const { status: present, checks } = report.parse(await answer.json());
    if (present === status && checks.slack === slack) {
      return;
    }
    if (systemClock.now() > end) {
      throw new Error(`health says ${present}, and not ${status}, for 30 s`);
    }
    await pause(systemClock, 50);
  }
};

const outcomeOf = async (town: Town): Promise<string> =>
  (await town.dana.types(general, '/infra help')).outcome;

/** Types until it is acknowledged twice in a row, over either socket; rejects after 30 s. */
const answeredAgain = async (town: Town): Promise<void> => {
  const end = systemClock.now() + soon;
  for (let answered = 0; answered < 2; ) {
    const isAnswered = (await outcomeOf(town)) === 'acknowledged';
    answered = isAnswered ? answered + 1 : 0;
    if (systemClock.now() > end) {
      throw new Error('no command was answered for 30 s');
    }
    await pause(systemClock, 50);
  }
};

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

/** Tells the oldest socket to go, again and again, while somebody types; resolves with what came of the commands. */
const refresh = async (
  town: Town,
  daemon: DaemonProcess,
  rounds: number,
): Promise<readonly string[]> => {
  const sockets = town.workspace.sockets.count;
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = connects(daemon);
    town.workspace.sockets.refresh(0);
    outcomes.push(await outcomeOf(town));
    await eventually(
      () => connects(daemon) > before && town.workspace.sockets.count === sockets,
      'the new socket',
      15_000,
    );
    await pause(systemClock, 230);
  }
  return outcomes;
};

describe('the daemon', () => {
  it.concurrent(
    'goes through a hundred refreshes in a row, leaves nothing behind and no command unanswered',
    // So many that each lives for more than a second, although every fifth of one somebody is told to go.
    inTown(
      5,
      async (town, daemon) => {
        // What is made at the first use only is there afterwards.
        await refresh(town, daemon, 10);
        const before = await measure(daemon);

        const outcomes = await refresh(town, daemon, 100);

        expect(new Set(outcomes)).toEqual(new Set(['acknowledged']));
        expect(town.workspace.sockets.count).toBe(5);
        // The last ones may still be closing.
        await pause(systemClock, 2_000);
        const after = await measure(daemon);
        expect(after.clients).toBeLessThanOrEqual(5);
        expect(after.connections).toBeLessThanOrEqual(before.connections + 1);
        expect(after.timers).toBeLessThanOrEqual(before.timers + 2);
        // Each command of the hundred is remembered for ten minutes: that is about nine kilobytes each.
        expect(after.heap - before.heap).toBeLessThan(3_000_000);
        // Slack refreshes a socket every few hours, and lets nobody open so many within a minute.
      },
      false,
    ),
  );

  it.concurrent(
    'comes back at once when both sockets are cut at the same moment',
    inTown(2, async (town, daemon) => {
      town.workspace.sockets.drop(0);
      town.workspace.sockets.drop(1);
      const begun = systemClock.now();
      await eventually(() => connects(daemon) === 4, 'two new sockets');
      await answeredAgain(town);
      expect(systemClock.now() - begun).toBeLessThan(10_000);
      await healthSays(daemon, 'healthy', 'ok');
    }),
  );

  it.concurrent(
    'notices that both sockets are half open, says so while it cannot come back, and comes back',
    inTown(2, async (town, daemon) => {
      const refusal = { kind: 'http', status: 503 } as const;
      town.workspace.faults.next('apps.connections.open', refusal, 1_000);
      town.workspace.sockets.freeze(0);
      town.workspace.sockets.freeze(1);
      await healthSays(daemon, 'degraded', 'disconnected');
      await eventually(() => failures(daemon) >= 4, 'more failures');
      expect(disconnects(daemon)).toBe(2);
      town.workspace.faults.clear();
      await answeredAgain(town);
      await healthSays(daemon, 'healthy', 'ok');
    }),
  );

  it.concurrent(
    'serves by the other socket while one is half open and Slack is silent about a new one',
    inTown(2, async (town, daemon) => {
      town.workspace.faults.next('apps.connections.open', { kind: 'silence' });
      town.workspace.sockets.freeze(0);
      await eventually(() => disconnects(daemon) === 1, 'the end of the socket', soon);
      expect(await outcomeOf(town)).toBe('acknowledged');
      expect(await outcomeOf(town)).toBe('acknowledged');
      await healthSays(daemon, 'healthy', 'ok');
      await eventually(() => connects(daemon) === 3, 'a new socket', soon);
      expect(failures(daemon)).toBe(1);
      await answeredAgain(town);
    }),
  );

  it.concurrent(
    'lives while its token is refused, asks ever more seldom, and comes back when it is taken again',
    inTown(2, async (town, daemon) => {
      const refusal = { kind: 'error', code: 'invalid_auth' } as const;
      town.workspace.faults.next('apps.connections.open', refusal, 1_000);
      town.workspace.sockets.drop(0);
      town.workspace.sockets.drop(1);
      await healthSays(daemon, 'degraded', 'disconnected');
      await pause(systemClock, 5_000);
      // Each socket doubles its pauses from a quarter or half of a second on: four or five failures in five seconds.
      expect(failures(daemon)).toBeGreaterThanOrEqual(6);
      expect(failures(daemon)).toBeLessThanOrEqual(12);
      await healthSays(daemon, 'degraded', 'disconnected');
      town.workspace.faults.clear();
      await answeredAgain(town);
      await healthSays(daemon, 'healthy', 'ok');
    }),
  );
});
