import { describe, expect, it } from '@jest/globals';
import type { ImageTier } from '../contract/image-reference.ts';
import { someMember } from '../identity/principal.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { fail, succeed } from '../kernel/result.ts';
import type { OperationContext } from '../operation/operation.ts';
import { suggestFromCatalogue, suggestImages } from './suggest-images.ts';

const catalogueOf = (...names: readonly string[]) => ({
  images: names.map((name): { name: string; tier: ImageTier } => ({ name, tier: 'APPLICATION' })),
});
const catalogue = catalogueOf(
  'ml-python:latest',
  'python:latest-dev',
  'python:latest',
  'node:latest-dev',
  'go',
);
const valuesFor = (typed: string, of = catalogue) =>
  suggestImages(typed, of).map(({ value }) => value);

describe('suggesting images', () => {
  it('says the tier of each, which is no part of its value', () => {
    expect(suggestImages('node', catalogue)).toEqual([
      { value: 'node:latest-dev', text: 'node:latest-dev (APPLICATION)' },
    ]);
  });

  it('finds names that hold all of the words, in any case and order', () => {
    expect(valuesFor('DEV python')).toEqual(['python:latest-dev']);
    expect(valuesFor(' dev ')).toEqual(['python:latest-dev', 'node:latest-dev']);
    expect(valuesFor('ruby')).toEqual([]);
  });

  it('puts what begins so before what only holds it', () => {
    expect(valuesFor('Pyth')).toEqual(['python:latest-dev', 'python:latest', 'ml-python:latest']);
  });

  it('puts the very name before longer ones', () => {
    expect(valuesFor('python:latest')).toEqual([
      'python:latest',
      'python:latest-dev',
      'ml-python:latest',
    ]);
  });

  it('shows what there is before anything is typed', () => {
    expect(valuesFor('')).toHaveLength(5);
  });

  it('offers a tag that is typed, of an image that is allowed with all of them, first', () => {
    expect(suggestImages('go:1.25', catalogueOf('go', 'ago:1.25'))).toEqual([
      { value: 'go:1.25', text: 'go:1.25 (APPLICATION)' },
      { value: 'ago:1.25', text: 'ago:1.25 (APPLICATION)' },
    ]);
    expect(valuesFor(' go:1.25 ')).toEqual(['go:1.25']);
    expect(valuesFor('go')).toEqual(['go']);
  });

  it('offers nothing that the catalogue does not allow, nor what is no image', () => {
    expect(valuesFor('python:3.14')).toEqual([]);
    expect(valuesFor('go:not a tag')).toEqual([]);
    expect(valuesFor('GO:1.25')).toEqual([]);
  });
});

const context: OperationContext = {
  principal: someMember,
  requestId: 'req-asked1',
  operationId: 'op-asked1',
};
const itself = [{ value: 'python:latest', text: 'python:latest' }];

describe('suggesting from the catalogue', () => {
  it('asks for it once for many keys', async () => {
    let calls = 0;
    const suggest = suggestFromCatalogue(async () => {
      calls += 1;
      return succeed({ ...catalogue, success: true, repos: [], limit: 5 });
    }, createManualClock());

    for (const typed of ['n', 'no', 'nod', 'node']) {
      expect(await suggest(typed, context)).toContainEqual({
        value: 'node:latest-dev',
        text: 'node:latest-dev (APPLICATION)',
      });
    }
    expect(calls).toBe(1);
  });

  it('that cannot be had offers what was typed, if it is well-formed', async () => {
    const suggest = suggestFromCatalogue(
      async () => fail({ code: 'UPSTREAM_UNAVAILABLE', message: 'down' }),
      createManualClock(),
    );
    expect(await suggest(' python:latest ', context)).toEqual(itself);
    expect(await suggest('Python latest', context)).toEqual([]);
    expect(await suggest('', context)).toEqual([]);
  });

  it('that is slow is not waited for longer than a second and a half', async () => {
    const clock = createManualClock();
    const suggest = suggestFromCatalogue(() => new Promise(() => undefined), clock);
    const suggested: unknown[] = [];
    void suggest('python:latest', context).then((found) => suggested.push(found));
    await clock.advance(1_499);
    expect(suggested).toEqual([]);
    await clock.advance(1);
    expect(suggested).toEqual([itself]);
  });

  it('rejects when asking breaks', async () => {
    const suggest = suggestFromCatalogue(
      () => Promise.reject(new Error('odd')),
      createManualClock(),
    );
    await expect(suggest('python:latest', context)).rejects.toThrow('odd');
  });
});
