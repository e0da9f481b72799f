import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, cardOf, cardSays, invoked, requestImage } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { approvals, buildTown, general, type Town } from './town.ts';

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

const justified = '--justification "Need for our build of the gateway"';
const wish = `/request-image go:latest ${justified}`;

/** Asks it to end, and resolves when it has said that it will. */
const terminate = async (daemon: DaemonProcess): Promise<void> => {
  daemon.kill('SIGTERM');
  await daemon.line('daemon.draining');
};

const hasCalled = (method: string): Promise<unknown> =>
  town.workspace.until(() => town.workspace.calls(method).length > 0, { what: method });
const answered = (words: string): Promise<unknown> =>
  town.workspace.until(() => town.dana.ephemerals().find(({ text }) => text.includes(words)), {
    what: words,
  });

const hasRecorded = async (event: string): Promise<boolean> =>
  (await town.ledger()).some((line) => line['event'] === event);

/** What runs when the signal comes, and how it is seen to be finished when the process has ended. */
interface Work {
  readonly name: string;
  /** Resolves in the middle of it. */
  readonly begin: () => Promise<unknown>;
  readonly isFinished: () => Promise<boolean>;
}

const works: readonly Work[] = [
  {
    name: 'a plan, for which a function takes its time',
    begin: async () => {
      town.registry.switches.delay = 1_000;
      await town.dana.types(general, wish);
      await invoked(town, 'catalog');
    },
    isFinished: async () =>
      (await hasRecorded('message.posted')) &&
      town.dana.ephemerals().some(({ text }) => text.startsWith('Request submitted!')),
  },
  {
    name: 'a provisioning in a slow registry',
    begin: async () => {
      const { card } = await requestImage(town);
      town.registry.switches.delay = 700;
      await town.alice.clicks(card, '✅ Approve');
      await invoked(town, 'provision');
    },
    isFinished: async () =>
      town.cards()[0]?.text.includes('Provisioned successfully') === true &&
      town.dana.dms().length === 1,
  },
  {
    name: 'a post whose answer is late',
    begin: async () => {
      town.workspace.faults.next('chat.postMessage', { kind: 'late', by: 1_500 });
      await town.dana.types(general, wish);
      await hasCalled('chat.postMessage');
    },
    isFinished: () => hasRecorded('message.posted'),
  },
  {
    name: 'a pause that Slack demanded',
    begin: async () => {
      town.workspace.faults.rateLimit('chat.postMessage', 2);
      await town.dana.types(general, wish);
      await hasCalled('chat.postMessage');
    },
    isFinished: () => hasRecorded('message.posted'),
  },
];

describe('SIGTERM lets be finished what runs', () => {
  it.each(works)('$name', async ({ begin, isFinished }) => {
    const daemon = await town.start();
    await begin();
    expect(await isFinished()).toBe(false);

    await terminate(daemon);

    expect(await daemon.ended).toBe(0);
    expect(await isFinished()).toBe(true);
    expect(daemon.output()).not.toContain('daemon.drain_incomplete');
    expect(daemon.errors()).toBe('');
  });

  it('what a crash had interrupted and this process carries on', async () => {
    const first = await town.start();
    town.lambda.faults.next('no-answer', { action: 'catalog' });
    await town.dana.types(general, wish);
    await invoked(town, 'catalog');
    first.kill('SIGKILL');
    await first.ended;
    town.registry.switches.delay = 1_000;

    const second = await town.start();
    expect(town.cards()).toEqual([]);
    await terminate(second);

    expect(await second.ended).toBe(0);
    expect(town.cards()).toHaveLength(1);
    await answered('Request submitted!');
  });
});

describe('while it drains', () => {
  it('whoever comes is told to repeat it, and nothing of that is recorded', async () => {
    const daemon = await town.start();
    town.registry.switches.delay = 1_000;
    await town.dana.types(general, wish);
    await invoked(town, 'catalog');
    await terminate(daemon);

    const answer = await ask(town, town.alice, `/request-image node:latest ${justified}`);

    expect(answer).toBe(
      'Error: Quartermaster is restarting. Your request was not recorded, and nothing was done. Please repeat it in a minute.',
    );
    expect(await daemon.ended).toBe(0);
    const actors = (await town.ledger()).map(({ actor }) => actor);
    expect(actors).toContain('slack:U0DANA');
    expect(actors).not.toContain('slack:U0ALICE');
  });

  it('many who come at once are each taken whole or sent away', async () => {
    const daemon = await town.start();
    const names = Array.from({ length: 6 }, (_, index) => `tool-${index}`);
    const typed = names.map(async (name) => ({
      name,
      result: await town.dana.types(
        general,
        `/request-image go:latest --name ${name} ${justified}`,
      ),
    }));
    await Promise.race(typed);
    daemon.kill('SIGTERM');
    const all = await Promise.all(typed);
    expect(await daemon.ended).toBe(0);

    await town.start();

    const ledger = JSON.stringify(await town.ledger());
    for (const { name, result } of all) {
      const isRefused = result.outcome !== 'acknowledged' || result.text.includes('restarting');
      const cards = () => town.cards().filter(({ text }) => text.includes(`${name}\n`));
      if (!isRefused) {
        await town.workspace.until(() => cards().length === 1, { what: `the card of ${name}` });
      }
      expect({ name, isKnown: ledger.includes(`"${name}"`), cards: cards().length }).toEqual(
        isRefused ? { name, isKnown: false, cards: 0 } : { name, isKnown: true, cards: 1 },
      );
    }
  });
});

describe('over a drain', () => {
  it('a form stays open, and can be submitted to the next process', async () => {
    const daemon = await town.start();
    await town.dana.types(general, '/request-image');
    await town.workspace.until(() => town.dana.modal, { what: 'the form' });
    await terminate(daemon);
    expect(await daemon.ended).toBe(0);
    await town.start();

    const outcome = await town.dana.submits({
      Image: 'go:latest',
      Justification: 'For our build of the gateway',
    });

    expect(outcome).toBe('closed');
    await answered('Request submitted!');
    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
  });

  it('a message that waits for another try holds nothing up, and is told by the next process', async () => {
    const daemon = await town.start();
    town.workspace.leave(approvals, 'U0BOT');
    await town.dana.types(general, wish);
    await daemon.line('notice.not_shown');
    await terminate(daemon);
    expect(await daemon.ended).toBe(0);
    expect(daemon.output()).not.toContain('daemon.drain_incomplete');
    town.workspace.join(approvals, 'U0BOT');

    await town.start();

    const card = await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    await town.alice.clicks(card, '✅ Approve');
    const id = /req-[0-9a-z]+/.exec(card.text)?.[0] ?? '';
    await cardSays(town, id, 'Provisioned successfully');
    expect(cardOf(town, id)?.ts).toBe(card.ts);
  });
});
