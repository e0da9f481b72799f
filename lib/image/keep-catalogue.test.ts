import { beforeEach, describe, expect, it } from '@jest/globals';
import { someMember } from '../identity/principal.fixture.ts';
import { createDeferred } from '../kernel/deferred.fixture.ts';
import { createManualClock, type ManualClock } from '../kernel/manual-clock.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import type { OperationContext, Refusal } from '../operation/operation.ts';
import type { AskCatalogue } from './ask-catalogue.ts';
import { createKeptCatalogue } from './keep-catalogue.ts';
import type { ImageCatalogue } from './plan-image.ts';

const context: OperationContext = {
  principal: someMember,
  requestId: 'req-asked1',
  operationId: 'op-asked1',
};
const minute = 60_000;

/** A catalogue that says how many were asked for before it. */
const numbered = (limit: number): Result<ImageCatalogue, Refusal> =>
  succeed({ success: true, images: [], repos: [], limit });
const down = fail<Refusal>({ code: 'UPSTREAM_UNAVAILABLE', message: 'down', passing: true });

let clock: ManualClock;
let calls: number;
let answer: (call: number) => Promise<Result<ImageCatalogue, Refusal>>;
let ask: AskCatalogue;

beforeEach(() => {
  clock = createManualClock();
  calls = 0;
  answer = async (call) => numbered(call);
  ask = createKeptCatalogue(() => {
    calls += 1;
    return answer(calls);
  }, clock);
});

describe('a catalogue that is kept', () => {
  it('is asked for once in a minute', async () => {
    expect(await ask(context)).toEqual(numbered(1));
    await clock.advance(minute - 1);
    expect(await ask(context)).toEqual(numbered(1));
    expect(calls).toBe(1);
  });

  it('is asked for once by those who ask at the same time', async () => {
    const asked = createDeferred<Result<ImageCatalogue, Refusal>>();
    answer = () => asked.promise;
    const both = Promise.all([ask(context), ask(context)]);
    asked.resolve(numbered(7));
    expect(await both).toEqual([numbered(7), numbered(7)]);
    expect(calls).toBe(1);
  });

  it('is served after its minute, while one call renews it', async () => {
    await ask(context);
    await clock.advance(minute);
    const renewing = createDeferred<Result<ImageCatalogue, Refusal>>();
    answer = () => renewing.promise;

    expect(await ask(context)).toEqual(numbered(1));
    expect(await ask(context)).toEqual(numbered(1));
    expect(calls).toBe(2);

    renewing.resolve(numbered(2));
    await clock.advance(0);
    expect(await ask(context)).toEqual(numbered(2));
    expect(calls).toBe(2);
  });

  it('is not served any more after ten minutes', async () => {
    await ask(context);
    await clock.advance(10 * minute);
    expect(await ask(context)).toEqual(numbered(2));
  });
});

describe('a catalogue that cannot be had', () => {
  it('is not asked for again with every key, but five seconds later', async () => {
    answer = async () => down;
    expect(await ask(context)).toEqual(down);
    await clock.advance(4_999);
    expect(await ask(context)).toEqual(down);
    expect(calls).toBe(1);

    answer = async (call) => numbered(call);
    await clock.advance(1);
    expect(await ask(context)).toEqual(numbered(2));
  });

  it('is served as it was for ten minutes', async () => {
    await ask(context);
    answer = async () => down;
    await clock.advance(10 * minute - 1);
    expect(await ask(context)).toEqual(numbered(1));
    await clock.advance(0);
    expect(await ask(context)).toEqual(numbered(1));
    expect(calls).toBe(2);
    await clock.advance(1);
    expect(await ask(context)).toEqual(down);
  });

  it('is asked for anew after a call that broke, which nobody but its own asker hears of', async () => {
    answer = () => Promise.reject(new Error('odd'));
    await expect(ask(context)).rejects.toThrow('odd');
    answer = async (call) => numbered(call);
    expect(await ask(context)).toEqual(numbered(2));

    await clock.advance(minute);
    answer = () => Promise.reject(new Error('odd'));
    expect(await ask(context)).toEqual(numbered(2));
    await clock.advance(0);
  });
});
