import { describe, expect, it } from '@jest/globals';
import { createFakeSurface, from, furnishHouse, send } from './handle-request.fixture.ts';
import { pause } from './kernel/clock.ts';
import type { Inside } from './operation/surface.ts';
import { plainText } from './reply/plain-text.ts';
import { dana } from './request/people.fixture.ts';
import { createWorld } from './request/workflow.fixture.ts';

const textOf = (inside: Inside | undefined): string =>
  inside?.kind === 'reply' ? plainText(inside.reply) : '';

const notRecorded =
  'Error: Your request was not recorded, and nothing was done. Please repeat it in a minute.\n(req-asked1)';

/** A house whose ledger takes `delay` milliseconds for each append. */
const slowHouse = (delay: number) => {
  const world = createWorld();
  return furnishHouse({
    world,
    wrap: (ledger) => ({
      ...ledger,
      append: async (...line) => {
        await pause(world.clock, delay);
        return ledger.append(...line);
      },
    }),
  });
};

/** A house whose ledger cannot write lines of one kind. */
const houseThatLoses = (kind: string) =>
  furnishHouse({
    wrap: (ledger) => ({
      ...ledger,
      append: async (stream, version, events) => {
        if (events.some(({ event }) => event === kind)) {
          throw new Error('full');
        }
        return ledger.append(stream, version, events);
      },
    }),
  });

describe('a change that cannot be recorded', () => {
  it('is said not to be, and nothing of it happens, when the ledger cannot be written', async () => {
    const house = furnishHouse();
    house.ledger.failNext();

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.insides.map(textOf)).toEqual([notRecorded]);
    expect(house.journal).toEqual(['acknowledged']);
    expect(house.log.of('request.not_recorded')).toMatchObject([
      { level: 'error', request_id: 'req-asked1', error: expect.stringContaining('medium failed') },
    ]);
  });

  it('in two seconds is said not to be, and ends there though it becomes durable later', async () => {
    const house = slowHouse(2_001);
    const surface = createFakeSurface(house.journal);
    const incoming = from(dana, '/switch');
    const handling = house.handler.handle(incoming, surface);

    await house.clock.advance(1_999);
    expect(house.journal).toEqual([]);
    await house.clock.advance(1);
    await handling;
    expect(surface.insides.map(textOf)).toEqual([notRecorded]);
    await house.clock.advance(5_000);

    expect(house.journal).toEqual([
      'acknowledged',
      'wrote attempt.received',
      'wrote attempt.answered',
    ]);
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'not_recorded' });
    const again = house.attempts.seen(incoming.dedupeKeys)?.answer?.reply;
    expect(again && plainText(again)).toBe(notRecorded);
    expect(house.attempts.unfinished()).toEqual([]);
    expect(furnishHouse({ history: house.ledger.history }).attempts.unfinished()).toEqual([]);
  });

  it('within two seconds is recorded', async () => {
    const house = slowHouse(1_999);
    const surface = createFakeSurface(house.journal);
    const handling = house.handler.handle(from(dana, '/switch'), surface);

    await house.clock.advance(3 * 2_000);
    await handling;

    expect(surface.replies).toEqual(['Switched']);
  });

  it('of which the decision cannot be recorded is not done', async () => {
    const house = houseThatLoses('attempt.decided');

    const surface = await send(house, from(dana, '/switch'));

    expect(house.journal).not.toContain('executed switch');
    expect(surface.replies[0]).toContain('Error: Something went wrong on my side.');
  });

  it('of which only the answer cannot be recorded is still answered', async () => {
    const house = houseThatLoses('attempt.answered');

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies).toEqual(['Switched']);
    expect(house.log.of('request.end_not_recorded')).toMatchObject([
      { level: 'error', request_id: 'req-asked1', error: 'full' },
    ]);
    expect(house.attempts.unfinished()).toHaveLength(1);
  });
});

describe('a read', () => {
  it('is answered without waiting for the ledger', async () => {
    const house = slowHouse(60_000);

    const surface = await send(house, from(dana, '/look'));

    expect(surface.replies).toEqual(['Switched']);
    expect(house.journal).toEqual(['acknowledged', 'planned look', 'executed look', 'replied']);
    await house.clock.advance(60_000);
    expect(house.journal.slice(4)).toEqual([
      'wrote attempt.received',
      'wrote attempt.decided',
      'wrote attempt.answered',
    ]);
  });
});

describe('a house whose ledger is closed', () => {
  it.each(['/look', '/switch', '/thing', '/thing help'])(
    'answers nothing but that it cannot record it, reads included: %s',
    async (words) => {
      const house = furnishHouse();
      await house.ledger.close();

      const surface = await send(house, from(dana, words));

      expect(surface.insides.map(textOf)).toEqual([notRecorded]);
      expect([surface.replies, surface.forms]).toEqual([[], []]);
      expect(house.journal).toEqual(['acknowledged']);
      expect(house.log.of('request.not_recorded')).toMatchObject([
        { level: 'error', request_id: 'req-asked1', error: 'the ledger is closed' },
      ]);
    },
  );
});

describe('a request that was seen before', () => {
  it('gets the first answer again, inside the acknowledgement, and does nothing', async () => {
    const house = furnishHouse();
    const incoming = from(dana, '/thing lamp');
    const first = await send(house, incoming);

    const again = await send(house, {
      ...incoming,
      dedupeKeys: ['another', ...incoming.dedupeKeys],
    });

    expect(again.insides.map(textOf)).toEqual(first.replies);
    expect(again.replies).toEqual([]);
    expect(await house.workflow.list(() => true)).toHaveLength(1);
    expect(house.ledger.history.filter(({ event }) => event === 'attempt.received')).toHaveLength(
      1,
    );
  });

  it('gets the first answer also from the process after a restart', async () => {
    const first = furnishHouse();
    const incoming = from(dana, '/switch');
    await send(first, incoming);

    const second = furnishHouse({ world: first, history: first.ledger.history });
    const again = await send(second, incoming);

    expect(again.insides.map(textOf)).toEqual(['Switched']);
    expect(second.journal).toEqual(['acknowledged']);
  });

  it('longer ago than is remembered is told so instead of being done again', async () => {
    const house = furnishHouse();
    const incoming = from(dana, '/switch');
    await send(house, incoming);
    await house.clock.advance(11 * 60_000);

    const again = await send(house, incoming);

    expect(again.insides.map(textOf)).toEqual([
      'Error: This was received before, and is not done a second time. Please look at what became of it.\n(req-asked2)',
    ]);
    expect(again.replies).toEqual([]);
    expect(house.journal.filter((each) => each === 'executed switch')).toHaveLength(1);
  });

  it('gets what memory answered the first time', async () => {
    const first = furnishHouse();
    const incoming = from(dana, '/thing help');
    const { insides } = await send(first, incoming);

    const second = furnishHouse({ world: first, history: first.ledger.history });

    expect((await send(first, incoming)).insides).toEqual(insides);
    expect((await send(second, incoming)).insides).toEqual(insides);
  });

  it('is only acknowledged while the first is being worked on', async () => {
    const house = slowHouse(100);
    const incoming = from(dana, '/switch');
    const first = send(house, incoming);

    const again = await send(house, incoming);

    expect(again.insides).toEqual([undefined]);
    await house.clock.advance(1_000);
    expect((await first).replies).toEqual(['Switched']);
  });
});
