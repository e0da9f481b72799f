import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { alice } from './people.fixture.ts';
import { names, requestOf, wantedOf } from './proposal.fixture.ts';

const approve = (plan: string, request = requestOf()) =>
  decide(request, { do: 'approve', by: alice.id, cause: 'req-click1', plan }, names);

describe('an approval that names the plan that was seen', () => {
  const present = requestOf().effectsHash.slice(0, 12);
  const before = wantedOf(1).effectsHash.slice(0, 12);

  it('counts where that is the present one', () => {
    expect(approve(present).answer).toBe('done');
    expect(approve(present, requestOf({ needed: 2 })).answer).toBe('counted');
  });

  it('changes nothing, and says so, where the plan has changed since', () => {
    expect(approve(before)).toEqual({ events: [], answer: 'changed' });
  });

  it('comes too late where the request has gone on, whichever plan was seen', () => {
    for (const plan of [present, before]) {
      expect(approve(plan, requestOf({ status: 'cancelled' }))).toEqual({
        events: [],
        answer: 'late',
      });
    }
  });

  it('gets the answer of the first time when it is repeated, though the plan has changed since', () => {
    const voided = requestOf({ ...wantedOf(1), answers: { 'req-click1': 'counted' } });

    expect(approve(present, voided)).toEqual({ events: [], answer: 'counted' });
  });
});

describe('an approval that a crash interrupted, of whatever the plan is', () => {
  const interrupted = {
    do: 'approve',
    by: alice.id,
    cause: 'req-click1',
    isCarriedOn: true,
  } as const;
  const voided = { ...wantedOf(1), voided: 'it has changed' };

  it('counts where nothing was found out since the last approval', () => {
    expect(decide(requestOf(), interrupted, names).answer).toBe('done');
  });

  it('counts for nothing that its author may not have seen', () => {
    expect(decide(requestOf(voided), interrupted, names)).toEqual({
      events: [],
      answer: 'changed',
    });
  });

  it('counts where it names the plan that there is now', () => {
    const plan = wantedOf(1).effectsHash.slice(0, 12);

    expect(decide(requestOf(voided), { ...interrupted, plan }, names).answer).toBe('done');
  });
});
