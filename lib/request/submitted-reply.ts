import type { Refusal, RequestWording } from '../operation/operation.ts';
import { fields, line, person, type Reply, replyOf } from '../reply/reply.ts';
import type { Opened } from './new-request.ts';
import type { ApprovalRequest } from './request.ts';
import { statusText } from './status-text.ts';

/** The answer to whoever made a request that has a card where it was asked for. */
const begunReply = ({ facts, operationId }: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(`⏳ ${wording.subject(facts)}`),
    fields({ label: 'Operation', value: operationId }),
    line(
      'Its card in this conversation shows how it goes; where I am not a member, it is in your messages with me.',
    ),
  );

/** As it was opened, however far it has come meanwhile: the same answer whenever it is given. */
const statusOf = ({ needed, brokenGlass }: ApprovalRequest): string => {
  if (needed > 0) {
    return statusText('pending');
  }
  return brokenGlass === undefined
    ? 'Approved automatically'
    : 'Begun without approval; every approver is told, and one of them must sign it off';
};

const waitingReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line('Request submitted!'),
    fields(
      ...wording.subjectFields(request.facts),
      { label: 'Request ID', value: request.id },
      { label: 'Status', value: statusOf(request) },
    ),
    line(
      request.brokenGlass === undefined
        ? "You'll receive a DM when this is approved or denied."
        : "You'll receive a DM when it is done.",
    ),
  );

const joinedReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(
      person(request.requester.id),
      ` has asked for ${wording.subject(request.facts)} already, so you have joined that request.`,
    ),
    fields(
      { label: 'Request ID', value: request.id },
      { label: 'Status', value: statusText(request.status) },
    ),
    line("You'll receive a DM when it is approved or denied."),
  );

const ownReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(`You have asked for ${wording.subject(request.facts)} already; nothing was added.`),
    fields(
      { label: 'Request ID', value: request.id },
      { label: 'Status', value: statusText(request.status) },
    ),
  );

const endedReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(
      `${wording.subject(request.facts)} was asked for already, and that has ended while your command was on its way; nothing was added.`,
    ),
    fields(
      { label: 'Request ID', value: request.id },
      { label: 'Status', value: statusText(request.status) },
      ...(request.status === 'done' ? wording.resultFields(request.result) : []),
    ),
    ...(request.status === 'done' ? [] : [line('If you still want it, please ask again.')]),
  );

const approvedReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    line(
      `You have approved ${wording.subject(request.facts)} already, for `,
      person(request.requester.id),
      '; nothing was added.',
    ),
    fields({ label: 'Request ID', value: request.id }),
  );

/** The answer to whoever asked for something that becomes, or is, a request. */
export const submittedReply = (
  { kind, request }: Omit<Opened, 'kind'> & { readonly kind: Exclude<Opened['kind'], 'taken'> },
  wording: RequestWording,
): Reply => {
  switch (kind) {
    case 'joined':
      return joinedReply(request, wording);
    case 'approved':
      return approvedReply(request, wording);
    case 'own':
      return ownReply(request, wording);
    case 'ended':
      return endedReply(request, wording);
    case 'opened':
      return wording.ownCard !== undefined && request.needed === 0
        ? begunReply(request, wording)
        : waitingReply(request, wording);
    default:
      return kind satisfies never;
  }
};

/** Why a request cannot be opened: its name is asked for, for something else. */
export const takenRefusal = (request: ApprovalRequest, wording: RequestWording): Refusal => ({
  code: 'CONFLICT',
  message: [
    `That name is taken: `,
    person(request.requester.id),
    ` has asked for ${wording.subject(request.facts)} (${request.id}). Please choose another name.`,
  ],
});
