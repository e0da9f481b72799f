import type { RequestId } from '../kernel/ids.ts';
import { requestOf } from '../request/proposal.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';

/** A pending request of Dana's for an image, made at 09:00 on 2026-01-05, but for what is said otherwise. */
export const imageRequestOf = (others: Partial<ApprovalRequest> = {}): ApprovalRequest =>
  requestOf({
    id: 'req-image1',
    operation: 'request-image',
    facts: { image: 'python:latest', team: 'data' },
    operationId: 'op-image1',
    ...(others.createdAt === undefined ? {} : { waitingSince: others.createdAt }),
    ...others,
  });

/** The id of the image request of this number. */
export const idOf = (number: number): RequestId => `req-image${String(number).padStart(3, '0')}`;
