import { describe, expect, it } from '@jest/globals';
import { approversGroup, escalationGroup } from '../identity/principal.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import type { Policy, Subject } from '../policy/policy.ts';
import { findAsked } from './find-asked.ts';
import { alice, amir, oscar } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import { requestResource } from './request-resource.ts';

/** A policy that lets everybody, and remembers whom it was asked about. */
const createGenerous = () => {
  const asked: Subject[] = [];
  const policy: Policy = {
    decide: ({ principal }) => {
      asked.push(principal);
      return { kind: 'permit', approvals: 0, reasons: [] };
    },
    permits: () => ({ kind: 'deny', reasons: [] }),
  };
  return { asked, policy };
};

const memberships = async () => ({
  groups: new Map<string, ReadonlySet<PrincipalId>>([
    [approversGroup, new Set([alice.id, amir.id])],
    [escalationGroup, new Set([oscar.id, amir.id])],
  ]),
  teams: new Map<string, ReadonlySet<PrincipalId>>([['lighting', new Set([alice.id])]]),
});

const noGroups = async () => ({ groups: new Map(), teams: new Map() });

describe('those who may approve', () => {
  it('are judged by the groups and teams that they are in, and no others', async () => {
    const { asked, policy } = createGenerous();
    expect(await findAsked(requestOf(), { memberships, policy })).toEqual([alice.id, amir.id]);
    expect(asked).toEqual([
      { id: alice.id, kind: 'member', groups: [approversGroup], teams: ['lighting'] },
      { id: amir.id, kind: 'member', groups: [approversGroup, escalationGroup], teams: [] },
    ]);
  });

  it('are nobody where there is no group of approvers', async () => {
    const { policy } = createGenerous();

    expect(await findAsked(requestOf(), { memberships: noGroups, policy })).toEqual([]);
  });
});

describe('a request as the policy sees it', () => {
  it('is about what its facts name', () => {
    const facts = { image: 'python', tier: 'BASE', team: 'lighting', environment: 'dev' };

    expect(requestResource(requestOf({ facts, escalatedTo: [] }))).toEqual({
      type: 'Request',
      id: 'req-lamp001',
      attributes: {
        requester: { type: 'Principal', id: 'slack:UDANA' },
        joiners: [],
        operation: 'thing',
        ...facts,
        escalated: true,
      },
    });
  });

  it('has every attribute also where its facts say nothing, as one that is absent would be a denial', () => {
    const joiners = [{ ...alice, cause: 'req-joined', facts: {} } as const];

    expect(requestResource(requestOf({ facts: {}, joiners })).attributes).toEqual({
      requester: { type: 'Principal', id: 'slack:UDANA' },
      joiners: [{ type: 'Principal', id: alice.id }],
      operation: 'thing',
      image: '',
      tier: '',
      team: '',
      environment: '',
      escalated: false,
    });
  });
});
