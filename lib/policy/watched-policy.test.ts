import { describe, expect, it } from '@jest/globals';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Decision, Policy, Question } from './policy.ts';
import { watchPolicy } from './watched-policy.ts';

const question: Question = {
  principal: { id: 'slack:U1', kind: 'member', groups: [], teams: [] },
  action: 'image:provision',
  resource: { type: 'Image', id: 'lamp', attributes: {} },
};

/** A watched policy that answers this to everything, and what it logs. */
const watching = (decision: Decision): { readonly policy: Policy; readonly lines: unknown } => {
  const log = createRecordingLog();
  const policy = watchPolicy({ decide: () => decision, permits: () => decision }, log);
  return { policy, lines: log.lines };
};

describe('a watched policy', () => {
  it('raises an alarm for a fault, with the question, whichever way it is asked', () => {
    const broken = { kind: 'deny', reasons: ['x'], fault: 'absent: Group' } as const;
    const { policy, lines } = watching(broken);

    expect(policy.decide(question)).toBe(broken);
    expect(policy.permits(question, 1)).toBe(broken);
    const alarm = {
      level: 'error',
      event: 'policy.fault',
      fault: 'absent: Group',
      principal: 'slack:U1',
      action: 'image:provision',
      resource: 'Image lamp',
    };
    expect(lines).toEqual([alarm, alarm]);
  });

  it.each<Decision>([
    { kind: 'permit', approvals: 1, reasons: ['one approves'] },
    { kind: 'deny', reasons: ['frozen'] },
  ])('says nothing of what a rule decided: $kind', (decision) => {
    const { policy, lines } = watching(decision);

    expect(policy.decide(question)).toBe(decision);
    expect(policy.permits(question, 1)).toBe(decision);
    expect(lines).toEqual([]);
  });

  it('asks with the number of approvals that it is asked with', () => {
    const asked: number[] = [];
    const decision = { kind: 'deny', reasons: ['frozen'] } as const;
    const policy: Policy = {
      decide: () => decision,
      permits: (_, approvals) => {
        asked.push(approvals);
        return decision;
      },
    };

    watchPolicy(policy, createRecordingLog()).permits(question, 3);

    expect(asked).toEqual([3]);
  });
});
