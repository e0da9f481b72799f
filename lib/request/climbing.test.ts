import { describe, expect, it } from '@jest/globals';
import { approversGroup, escalationGroup, type Memberships } from '../identity/principal.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createSequence } from '../kernel/sequence.ts';
import { alice, amir, dana, oscar } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { waitStep } from './wait-step.ts';
import { policy } from './workflow.fixture.ts';

const past = '2026-01-05T08:00:00.000Z';
const future = '2026-01-05T11:00:00.000Z';
const asked = [alice.id, amir.id];

/** What a request needs next, in a workspace with these to escalate it to. */
const stepOf = (
  others: Partial<ApprovalRequest>,
  escalation: readonly PrincipalId[] | undefined = [oscar.id],
  memberships = async (): Promise<Memberships> => ({
    groups: new Map([
      [approversGroup, new Set(asked)],
      ...(escalation === undefined ? [] : [[escalationGroup, new Set(escalation)] as const]),
    ]),
    teams: new Map(),
  }),
) =>
  waitStep(requestOf(others), {
    clock: createManualClock(),
    memberships,
    policy,
    found: new Set(['req-lamp001']),
    finding: createSequence(),
  });

const noGroups = async (): Promise<Memberships> => ({ groups: new Map(), teams: new Map() });
const unreachable = () => Promise.reject(new Error('not now'));
const escalated = (to: readonly PrincipalId[]) => ({
  kind: 'take',
  command: { do: 'escalate', to },
});

describe('a request that is escalated', () => {
  const due = { deadlines: { escalateAt: past } };

  it('asks others: not its requester, and not whoever is asked already', async () => {
    const group = [dana.id, amir.id, oscar.id];

    expect(await stepOf({ ...due, asked }, group)).toEqual(escalated([oscar.id]));
  });

  it('asks all of that group but its requester where nobody knows yet who was asked', async () => {
    expect(await stepOf(due, [dana.id, amir.id, oscar.id])).toEqual(escalated([amir.id, oscar.id]));
  });

  it('asks ten of them at most, as each gets a card', async () => {
    const many = Array.from({ length: 12 }, (_, index): PrincipalId => `slack:U${index}`);

    expect(await stepOf({ ...due, asked }, many)).toEqual(escalated(many.slice(0, 10)));
  });

  it('asks nobody where there is no such group', async () => {
    expect(await stepOf({ ...due, asked }, undefined, noGroups)).toEqual(escalated([]));
  });

  it('is escalated later where nobody can tell to whom now, however long that takes', async () => {
    expect(await stepOf({ ...due, asked }, undefined, unreachable)).toEqual({
      kind: 'again',
      why: 'APPROVERS_UNKNOWN',
      isPatient: true,
    });
  });
});

describe('a request that waits', () => {
  it('is reminded of, and given up, without asking who is who', async () => {
    expect(await stepOf({ deadlines: { remindAt: past } }, undefined, unreachable)).toEqual({
      kind: 'take',
      command: { do: 'remind' },
    });
    expect(
      await stepOf(
        { deadlines: { expiresAt: past }, waitingSince: '2026-01-05T05:00:00.000Z' },
        undefined,
        unreachable,
      ),
    ).toEqual({
      kind: 'take',
      command: { do: 'expire', reason: 'nobody decided within 3 hours' },
    });
  });

  it('is asked about first where nothing is due, and tried again where that cannot be told', async () => {
    const deadlines = { remindAt: future };

    expect(await stepOf({ deadlines })).toEqual({
      kind: 'take',
      command: { do: 'ask', asked },
    });
    expect(await stepOf({ deadlines }, undefined, unreachable)).toEqual({
      kind: 'again',
      why: 'APPROVERS_UNKNOWN',
      isPatient: true,
    });
  });

  it('sleeps until the next thing is due, and waits for people where nothing ever is', async () => {
    expect(await stepOf({ asked, deadlines: { remindAt: future } })).toEqual({
      kind: 'sleep',
      until: Date.parse(future),
    });
    expect(await stepOf({ asked })).toEqual({ kind: 'wait' });
  });

  it('climbs no rung any more once it has ended', async () => {
    expect(await stepOf({ asked, status: 'denied', deadlines: { expiresAt: past } })).toEqual({
      kind: 'wait',
    });
  });
});
