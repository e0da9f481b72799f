import type { RequestWording } from '../operation/operation.ts';
import { fields, line, type Reply, replyOf } from '../reply/reply.ts';
import type { ApprovalRequest } from './request.ts';
import { statusText } from './status-text.ts';

/** The answer to whoever made a request that has a card where it was asked for. */
const begunReply = ({ facts, operationId }: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(`⏳ ${wording.subject(facts)}`),
    fields({ label: 'Operation', value: operationId }),
    line('Its card shows how it goes: here, or in your messages with me where I am not a member.'),
  );

/** The answer to whoever made a request. */
export const submittedReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  wording.ownCard !== undefined && request.needed === 0
    ? begunReply(request, wording)
    : waitingReply(request, wording);

const waitingReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line('Request submitted!'),
    fields(
      ...wording.subjectFields(request.facts),
      { label: 'Request ID', value: request.id },
      {
        label: 'Status',
        value: request.needed === 0 ? 'Approved automatically' : statusText('pending'),
      },
    ),
    line("You'll receive a DM when this is approved or denied."),
  );
