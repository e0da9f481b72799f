import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { EngineAnswer } from './cedar-engine.ts';
import { settle, settleAt } from './decide.ts';

const permit: EngineAnswer = { kind: 'permit', reasons: ['yes'] };
const deny: EngineAnswer = { kind: 'deny', reasons: ['no'] };
const silent: EngineAnswer = { kind: 'deny', reasons: [] };
const broken: EngineAnswer = { kind: 'faulty', fault: 'torn' };

const sixOf = (...answers: readonly EngineAnswer[]): fc.Arbitrary<EngineAnswer[]> =>
  fc.array(fc.constantFrom(...answers), { minLength: 6, maxLength: 6 });

describe('settle', () => {
  it('permits exactly where denials are followed by permits up to the end', () => {
    fc.assert(
      fc.property(sixOf(permit, deny, silent), (answers) => {
        const shape = answers.map(({ kind }) => (kind === 'permit' ? 'p' : 'd')).join('');
        const isMonotone = /^d*p*$/.test(shape);
        const decision = settle('x:y', answers);
        expect(decision.kind).toBe(/^d*p+$/.test(shape) ? 'permit' : 'deny');
        expect(decision).toMatchObject(
          decision.kind === 'permit' ? { approvals: shape.indexOf('p') } : {},
        );
        expect('fault' in decision).toBe(!isMonotone);
      }),
    );
  });

  it('denies with the fault, wherever it is', () => {
    fc.assert(
      fc.property(sixOf(permit, deny, silent), fc.nat({ max: 5 }), (answers, index) => {
        expect(settle('x:y', answers.with(index, broken))).toEqual({
          kind: 'deny',
          reasons: ['the policy could not be asked, so the answer is no'],
          fault: 'x:y: torn',
        });
      }),
    );
  });

  it('gives for a denial the policies that forbid however many approve', () => {
    const passing: EngineAnswer = { kind: 'deny', reasons: ['two approvals', 'never'] };
    const last: EngineAnswer = { kind: 'deny', reasons: ['never'] };
    expect(settle('x:y', [passing, passing, last])).toEqual({ kind: 'deny', reasons: ['never'] });
  });

  it('says so when no policy permits', () => {
    expect(settle('x:y', [deny, silent])).toEqual({
      kind: 'deny',
      reasons: ['no policy permits x:y'],
    });
  });

  it('tells of a policy that is not monotone where it turns', () => {
    const both: EngineAnswer = { kind: 'deny', reasons: ['no', 'never'] };
    expect(settle('x:y', [deny, permit, permit, both, deny])).toMatchObject({
      kind: 'deny',
      fault: 'x:y: not monotone: permitted with 1 approvals, denied with 3 (no; never)',
    });
  });

  it('gives for a permit also what forbade one approval less, each once', () => {
    expect(settle('x:y', [silent, deny, permit])).toEqual({
      kind: 'permit',
      approvals: 2,
      reasons: ['yes', 'no'],
    });
  });
});

describe('settleAt', () => {
  it('denies below the number, with what forbids there', () => {
    expect(settleAt('x:y', [silent, deny, permit], 1)).toEqual({
      kind: 'deny',
      reasons: ['x:y needs 2 approvals and has 1', 'no'],
    });
  });

  it('permits from the number on, also beyond what was asked', () => {
    const decision = settle('x:y', [deny, permit]);
    expect(settleAt('x:y', [deny, permit], 1)).toEqual(decision);
    expect(settleAt('x:y', [deny, permit], 7)).toEqual(decision);
  });

  it('permits nothing under a policy that is not monotone', () => {
    expect(settleAt('x:y', [permit, deny], 0).kind).toBe('deny');
  });
});
