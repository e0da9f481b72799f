import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardSays, invoked, requestImage } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';

const wish = '/request-image go:latest --justification "Need for our build of the gateway"';

/** Work that lasts longer than a drain does. */
interface LongWork {
  readonly name: string;
  /** Resolves in the middle of it. */
  readonly begin: (town: Town, daemon: DaemonProcess) => Promise<unknown>;
}

const approve = async (town: Town): Promise<void> => {
  const { card } = await requestImage(town, town.dana, 'go:latest');
  await town.alice.clicks(card, '✅ Approve');
  await invoked(town, 'provision');
};

const called = (town: Town, method: string): Promise<unknown> =>
  town.workspace.until(() => town.workspace.calls(method).length > 0, { what: method });

const works: readonly LongWork[] = [
  {
    name: 'a plan, for which a function does not answer',
    begin: async (town) => {
      town.lambda.faults.next('no-answer', { action: 'catalog' });
      await town.dana.types(general, wish);
      await invoked(town, 'catalog');
    },
  },
  {
    name: 'a provisioning without an answer',
    begin: async (town) => {
      town.lambda.faults.next('no-answer', { action: 'provision' });
      await approve(town);
    },
  },
  {
    name: 'a provisioning that is throttled again and again',
    begin: async (town) => {
      town.lambda.faults.next('throttled', { action: 'provision', times: 100 });
      await approve(town);
    },
  },
  {
    name: 'a post without an answer',
    begin: async (town) => {
      town.workspace.faults.next('chat.postMessage', { kind: 'late', by: 60_000 });
      await town.dana.types(general, wish);
      await called(town, 'chat.postMessage');
    },
  },
  {
    name: 'a minute’s pause that Slack demanded',
    begin: async (town, daemon) => {
      town.workspace.faults.rateLimit('chat.postMessage', 60);
      await town.dana.types(general, wish);
      await daemon.line('slack.post_failed');
    },
  },
];

interface Played {
  readonly town: Town;
  readonly exit: number | NodeJS.Signals;
  readonly seconds: number;
  readonly errors: string;
}

/** Begins the work, drains, and starts the next daemon where all is well again. */
const play = async ({ begin }: LongWork, town: Town): Promise<Played> => {
  const daemon = await town.start();
  await begin(town, daemon);
  const begun = Date.now();
  daemon.kill('SIGTERM');
  const exit = await daemon.ended;
  const seconds = (Date.now() - begun) / 1_000;
  town.lambda.faults.clear();
  town.workspace.faults.clear();
  await town.start();
  return { town, exit, seconds, errors: daemon.errors() };
};

describe('SIGTERM leaves to the next process what lasts too long', () => {
  const towns: Town[] = [];
  const plays = new Map<string, Promise<Played>>();
  beforeAll(async () => {
    // Each takes as long as a drain does, so all are played at once.
    for (const work of works) {
      const town = await buildTown();
      towns.push(town);
      plays.set(work.name, play(work, town));
    }
    await Promise.allSettled(plays.values());
  }, 60_000);
  afterAll(() => Promise.all(towns.map((town) => town.stop())));

  it.each(works)('$name', async ({ name }) => {
    const played = await plays.get(name);
    expect(played).toMatchObject({ exit: 0, errors: '' });
    expect(played?.seconds).toBeLessThan(15);
    if (played === undefined) {
      return;
    }
    const { town } = played;
    const card = await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    const id = /req-[0-9a-z]+/.exec(card.text)?.[0] ?? '';
    if (card.buttons.length > 0) {
      await town.alice.clicks(card, '✅ Approve');
    }
    await cardSays(town, id, 'Provisioned successfully');
    await town.workspace.until(() => town.dana.dms()[0], { what: 'a direct message' });
    expect(town.cards()).toHaveLength(1);
    expect(town.dana.dms()).toHaveLength(1);
    const ledger = await town.ledger();
    const started = ledger.filter(({ event }) => event === 'image.request.started');
    expect(started).toHaveLength(1);
    expect(town.registry.creationsOf(`op-${String(started[0]?.['operationId']).slice(3)}`)).toBe(1);
    expect(ledger.filter(({ event }) => event === 'attempt.received')).toHaveLength(2);
  });
});
