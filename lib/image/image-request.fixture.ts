import type { RequestId } from '../kernel/ids.ts';
import { dana } from '../request/people.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** A pending request of Dana's for an image, made at 09:00 on 2026-01-05, but for what is said otherwise. */
export const imageRequestOf = (others: Partial<ApprovalRequest> = {}): ApprovalRequest => {
  const createdAt = others.createdAt ?? '2026-01-05T09:00:00.000Z';
  return {
    id: 'req-image1',
    operation: 'request-image',
    args: {},
    requester: {
      id: dana.id,
      username: dana.username,
      displayName: dana.displayName,
      email: dana.email,
    },
    facts: { image: 'python:latest', team: 'data' },
    effects: [],
    effectsHash: '',
    needed: 1,
    policies: [],
    operationId: 'op-image1',
    deadlines: {},
    status: 'pending',
    createdAt,
    approvals: [],
    answers: {},
    waitingSince: createdAt,
    isReminded: false,
    joiners: [],
    ...others,
  };
};

/** The id of the image request of this number. */
export const idOf = (number: number): RequestId => `req-image${String(number).padStart(3, '0')}`;
