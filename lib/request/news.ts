import type { RequestWording } from '../operation/operation.ts';
import { fields, line, type Part } from '../reply/reply.ts';
import type { ApprovalRequest } from './request.ts';
import { endedBy, reasonOf } from './standing.ts';

/** What somebody is told of the end of a request, whose it is called `whose`, as `Your image request`. */
const ending = (
  request: ApprovalRequest,
  wording: RequestWording,
  whose: string,
): readonly Part[] | undefined => {
  const { status, brokenGlass } = request;
  switch (status) {
    case 'done':
      return [
        line(
          brokenGlass !== undefined && request.needed === 0
            ? `${whose} went through without approval. An approver will review it.`
            : `${whose} has been approved!`,
        ),
        fields(...wording.resultFields(request.result).filter(({ value }) => value !== 'Yes')),
      ];
    case 'failed':
      return [
        line(`${whose} was approved, but it failed.`),
        fields({ label: 'Reason', value: reasonOf(request) }),
      ];
    case 'denied':
      return [
        line(`${whose} was denied.`),
        fields(
          { label: 'Denied by', value: endedBy(request) },
          { label: 'Reason', value: reasonOf(request) },
        ),
      ];
    case 'cancelled':
      return [line(`${whose} was cancelled by `, ...endedBy(request), '.')];
    case 'expired':
      return [
        line(`${whose} has expired: ${reasonOf(request)}. Please ask again if you still need it.`),
      ];
    case 'pending':
    case 'approved':
    case 'running':
      return undefined;
    default:
      return status satisfies never;
  }
};

const subject = (request: ApprovalRequest, wording: RequestWording): Part =>
  fields(...wording.subjectFields(request.facts), { label: 'Request ID', value: request.id });

const withSubject = (
  parts: readonly Part[] | undefined,
  request: ApprovalRequest,
  wording: RequestWording,
): readonly Part[] | undefined => parts && [...parts, subject(request, wording)];

/** What the requester is told once it has ended; undefined before. */
export const newsForRequester = (request: ApprovalRequest, wording: RequestWording) =>
  withSubject(ending(request, wording, `Your ${wording.noun}`), request, wording);

/** The same for whoever joined it. */
export const newsForJoiner = (request: ApprovalRequest, wording: RequestWording) =>
  withSubject(ending(request, wording, `The ${wording.noun} that you joined`), request, wording);
