import { hashOf } from '../kernel/canonical-json.ts';
import type { EventNames } from './happened.ts';
import { dana } from './people.fixture.ts';
import type { ApprovalRequest, Proposal, RequestStatus, Wanted } from './request.ts';

/** The words of the tests' events. */
export const names: EventNames = { event: 'thing.request', doneEvent: 'built' };

const effects = [{ operation: 'thing:build', target: 'lamp', tier: 'APPLICATION' }];

/** Dana's wish for a lamp, which needs as many approvals as told. */
export const proposalOf = (needed: number): Proposal => ({
  id: 'req-lamp001',
  operation: 'thing',
  args: { thing: 'lamp' },
  requester: {
    id: dana.id,
    username: dana.username,
    displayName: dana.displayName,
    email: dana.email,
  },
  facts: { thing: 'lamp' },
  effects,
  effectsHash: hashOf(effects),
  needed,
  policies: ['a thing needs approval'],
  operationId: 'op-lamp001',
  deadlines: {},
});

/** What Dana's wish has become: the lamp is of another tier by now, and needs as many approvals as told. */
export const wantedOf = (needed: number, tier = 'BASE'): Wanted => {
  const changed = [{ operation: 'thing:build', target: 'lamp', tier }];
  return {
    facts: { thing: 'lamp', tier },
    effects: changed,
    effectsHash: hashOf(changed),
    needed,
    policies: [`a thing of tier ${tier} needs approval`],
    deadlines: {},
  };
};

/** A request for a lamp that waits for one approval, but for what is said otherwise. */
export const requestOf = (others: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  ...proposalOf(1),
  status: 'pending',
  createdAt: '2026-01-05T09:00:00.000Z',
  approvals: [],
  answers: {},
  waitingSince: '2026-01-05T09:00:00.000Z',
  isReminded: false,
  joiners: [],
  ...others,
});

/** Every status that a request can have. */
export const everyStatus = [
  'pending',
  'approved',
  'running',
  'done',
  'failed',
  'denied',
  'cancelled',
  'expired',
] as const satisfies readonly RequestStatus[];
