import { describe, expect, it } from '@jest/globals';
import { createFindFreeze, explainFreeze, type Freeze, strayPatterns } from './freeze.ts';
import type { Plan } from './operation.ts';

const christmas: Freeze = {
  name: 'christmas',
  from: 1_000,
  to: 2_000,
  until: '2027-01-02 00:00 Europe/Berlin',
  environments: ['prod'],
  operations: ['infra *'],
  reason: 'nobody is here',
};

const stop = { name: 'infra stop', changes: true };

const at = (now: number, ...freezes: readonly Freeze[]) => createFindFreeze(freezes, () => now);

describe('finding the freeze that covers an operation', () => {
  it.each([
    ['before it begins', 999, false],
    ['from its beginning on', 1_000, true],
    ['just before its end', 1_999, true],
    ['from its end on', 2_000, false],
  ])('%s', (_, now, isCovered) => {
    expect(at(now, christmas)(stop, 'prod') !== undefined).toBe(isCovered);
  });

  it.each([
    ['another environment', stop, 'dev'],
    ['no environment, where some are named', stop, undefined],
    ['another operation', { name: 'request-image', changes: true }, 'prod'],
    ['what changes nothing', { name: 'infra status', changes: false }, 'prod'],
  ])('leaves %s alone', (_, operation, environment) => {
    expect(at(1_500, christmas)(operation, environment)).toBeUndefined();
  });

  it('covers everything that changes something where neither operations nor environments are named', () => {
    const everything = { ...christmas, environments: undefined, operations: undefined };

    expect(at(1_500, everything)({ name: 'request-image', changes: true }, undefined)).toBe(
      everything,
    );
  });

  it('takes a name without a star literally', () => {
    const exact = { ...christmas, operations: ['infra stop'] };

    expect(at(1_500, exact)(stop, 'prod')).toBe(exact);
    expect(at(1_500, exact)({ name: 'infra stop now', changes: true }, 'prod')).toBeUndefined();
  });

  it('names the one that ends last, so that nobody comes back too early', () => {
    const longer = { ...christmas, name: 'longer', to: 3_000 };

    expect(at(1_500, christmas, longer)(stop, 'prod')).toBe(longer);
    expect(at(1_500, longer, christmas)(stop, 'prod')).toBe(longer);
  });
});

describe('a freeze whose pattern covers nothing', () => {
  const operations = [stop, { name: 'infra status', changes: false }];

  it.each(['/infra *', 'teardown', 'infra status'])('is named: %s', (pattern) => {
    expect(strayPatterns([{ ...christmas, operations: [pattern] }], operations)).toEqual([
      expect.stringContaining(`'${pattern}'`),
    ]);
  });

  it('is none where it covers something, or all', () => {
    expect(strayPatterns([christmas, { ...christmas, operations: undefined }], operations)).toEqual(
      [],
    );
  });
});

describe('the denial of what is frozen', () => {
  const plan: Plan = {
    effects: [],
    resource: { type: 'Environment', id: 'prod', attributes: {} },
    facts: {},
  };

  it('names the freeze, its reason and its end, and keeps the other reasons', () => {
    const denial = { kind: 'deny' as const, reasons: ['frozen', 'it is protected'] };

    expect(explainFreeze(denial, at(1_500, christmas), stop, plan).reasons).toEqual([
      'frozen until 2027-01-02 00:00 Europe/Berlin (christmas: nobody is here)',
      'it is protected',
    ]);
  });

  it('leaves decisions alone that no freeze has made', () => {
    const denial = { kind: 'deny' as const, reasons: ['it is protected'] };

    expect(explainFreeze(denial, at(1_500, christmas), stop, plan)).toBe(denial);
  });
});
