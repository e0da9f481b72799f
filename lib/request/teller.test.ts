import { describe, expect, it } from '@jest/globals';
import { createDeferred, settle } from '../kernel/deferred.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import { openTeller } from './teller.fixture.ts';

describe('a teller', () => {
  it('tells once what could be shown', async () => {
    const { clock, shown, teller } = openTeller(async () => true);

    teller.tell(requestOf());
    await teller.idle();

    expect(shown).toEqual(['pending']);
    expect(clock.pending).toBe(0);
  });

  it('tells one message in turn, so that the newest word is the last', async () => {
    const first = createDeferred<boolean>();
    const { shown, teller } = openTeller(({ revision }) =>
      revision === 'pending' ? first.promise : Promise.resolve(true),
    );
    teller.tell(requestOf());
    teller.tell(requestOf({ status: 'done' }));
    await settle();
    expect(shown).toEqual(['pending']);

    first.resolve(true);
    await teller.idle();

    expect(shown).toEqual(['pending', 'done']);
  });

  it('tells what could not be shown after half a minute, as it is then', async () => {
    let works = false;
    const { clock, log, shown, state, teller } = openTeller(async () => works);
    teller.tell(requestOf());
    await teller.idle();
    expect(log.of('notice.not_shown')).toMatchObject([
      { level: 'warn', request_id: 'req-lamp001', kind: 'card', tries: 1 },
    ]);
    works = true;
    state.present = requestOf({ status: 'denied' });

    await clock.advance(29_999);
    expect(shown).toEqual(['pending']);
    await clock.advance(1);

    expect(shown).toEqual(['pending', 'denied']);
    expect(clock.pending).toBe(0);
  });

  it('doubles its pauses up to a quarter of an hour and rests after 24 tries', async () => {
    const { clock, shown, teller } = openTeller(async () => false);
    teller.tell(requestOf());
    await teller.idle();

    const counts: number[] = [];
    for (const wait of [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 899_999, 1]) {
      await clock.advance(wait);
      counts.push(shown.length);
    }
    expect(counts).toEqual([2, 3, 4, 5, 6, 7, 7, 8]);
    await clock.advance(24 * 900_000);

    expect(shown).toHaveLength(24);
    expect(clock.pending).toBe(0);
  });

  it('counts its tries anew after one that worked', async () => {
    const answers = [false, true, false, true];
    const { clock, shown, teller } = openTeller(async () => answers.shift() ?? true);
    teller.tell(requestOf());
    await clock.advance(30_000);
    teller.tell(requestOf({ status: 'done' }));
    await clock.advance(30_000);

    expect(shown).toHaveLength(4);
  });

  it('lets a request that is gone rest', async () => {
    const { clock, shown, state, teller } = openTeller(async () => false);
    teller.tell(requestOf());
    await teller.idle();
    state.present = undefined;

    await clock.advance(60_000);

    expect(shown).toHaveLength(1);
  });

  it('logs a board that breaks its promise, and goes on', async () => {
    const { log, teller } = openTeller(() => Promise.reject(new Error('not promised')));

    teller.tell(requestOf());
    await teller.idle();

    expect(log.of('notice.failed')).toMatchObject([
      { level: 'error', request_id: 'req-lamp001', error: 'not promised' },
    ]);
  });
});
