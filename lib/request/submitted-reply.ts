import type { RequestWording } from '../operation/operation.ts';
import { fields, line, type Reply, replyOf } from '../reply/reply.ts';
import type { ApprovalRequest } from './request.ts';
import { statusText } from './status-text.ts';

/** The answer to whoever made a request. */
export const submittedReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
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
