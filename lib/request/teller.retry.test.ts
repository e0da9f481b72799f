import { describe, expect, it } from '@jest/globals';
import { createDeferred } from '../kernel/deferred.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import { openTeller } from './teller.fixture.ts';

describe('a teller of what could not be shown', () => {
  it('goes on with one that rests when its request changes, and counts its tries anew', async () => {
    const { clock, log, shown, teller } = openTeller(async () => false);
    teller.tell(requestOf());
    await clock.advance(30 * 900_000);
    expect(shown).toHaveLength(24);

    teller.tell(requestOf({ status: 'done' }));
    await teller.idle();

    expect(log.of('notice.not_shown').at(-1)).toMatchObject({ tries: 1 });
    expect(clock.pending).toBe(1);
    await clock.advance(30_000);
    expect(shown).toHaveLength(26);
  });

  it('has one try waiting for a message, however often it is told meanwhile', async () => {
    const { clock, shown, teller } = openTeller(async () => false);
    for (const status of ['pending', 'approved', 'running', 'done'] as const) {
      teller.tell(requestOf({ status }));
      await teller.idle();
      expect(clock.pending).toBe(1);
    }
    expect(shown).toHaveLength(4);

    // The fourth pause, counted from the last word; none of the earlier ones ends any more.
    await clock.advance(239_999);
    expect(shown).toHaveLength(4);
    await clock.advance(1);
    expect(shown).toHaveLength(5);
    expect(clock.pending).toBe(1);
  });

  it('has one try waiting also when words came while the message was being told', async () => {
    const first = createDeferred<boolean>();
    const { clock, shown, teller } = openTeller(({ revision }) =>
      revision === 'pending' ? first.promise : Promise.resolve(false),
    );
    teller.tell(requestOf());
    teller.tell(requestOf({ status: 'running' }));
    teller.tell(requestOf({ status: 'done' }));

    first.resolve(false);
    await teller.idle();

    expect(shown).toEqual(['pending', 'running', 'done']);
    expect(clock.pending).toBe(1);
  });

  it('waits for nothing once the message could be shown', async () => {
    const answers = [false, true];
    const { clock, shown, teller } = openTeller(async () => answers.shift() ?? true);
    teller.tell(requestOf());
    await teller.idle();

    teller.tell(requestOf({ status: 'done' }));
    await teller.idle();

    expect(clock.pending).toBe(0);
    await clock.advance(30_000);
    expect(shown).toEqual(['pending', 'done']);
  });

  it('tells again only the message that could not be shown', async () => {
    const kinds = ['card', 'dm'];
    const told: string[] = [];
    const { clock, teller } = openTeller(async ({ kind }) => {
      told.push(kind);
      return kind === 'dm';
    }, kinds);
    teller.tell(requestOf());
    await clock.advance(30_000 + 60_000);

    expect(told).toEqual(['card', 'dm', 'card', 'card']);
  });

  it('counts the tries of each message by themselves', async () => {
    const answers: Record<string, boolean[]> = {
      card: [false, false, true],
      dm: [true, false, true],
    };
    const { clock, log, teller } = openTeller(
      async ({ kind }) => answers[kind]?.shift() ?? true,
      ['card', 'dm'],
    );
    teller.tell(requestOf());
    await clock.advance(30_000);
    teller.tell(requestOf({ status: 'done' }));
    await clock.advance(30_000);

    expect(log.of('notice.not_shown').map(({ kind, tries }) => [kind, tries])).toEqual([
      ['card', 1],
      ['card', 2],
      ['dm', 1],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('logs what cannot be read when a message is due, and lets it rest', async () => {
    const { clock, log, shown, state, teller } = openTeller(async () => false);
    teller.tell(requestOf());
    await teller.idle();
    state.unreadable = true;

    await clock.advance(30_000);

    expect(shown).toHaveLength(1);
    expect(log.of('notice.failed')).toMatchObject([
      { level: 'error', request_id: 'req-lamp001', error: 'unreadable' },
    ]);
  });
});
