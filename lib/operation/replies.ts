import type { HelpArgument, HelpPage } from '../command/help.ts';
import type { Unparsable } from '../command/parse.ts';
import { isFault } from '../kernel/errors.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Decision } from '../policy/policy.ts';
import {
  code,
  fields,
  line,
  list,
  note,
  type Part,
  type Reply,
  replyOf,
  type Text,
  title,
} from '../reply/reply.ts';
import type { OverLimit } from './attempt.ts';
import type { Effect, Plan, Refusal, RequestWording } from './operation.ts';

const spans = (text: Text): Exclude<Text, string> => (typeof text === 'string' ? [text] : text);

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What went wrong and what to do, with the id by which the log and the ledger know it. */
export const errorReply = (message: Text, id?: RequestId): Reply =>
  replyOf(line('Error: ', ...spans(message)), ...(id === undefined ? [] : [note(`(${id})`)]));

/** The same words with the id by which the log and the ledger know them. */
export const withId = ({ parts }: Reply, id: RequestId): Reply =>
  replyOf(...parts, note(`(${id})`));

/** Why there is no plan. */
export const refusalReply = (refusal: Refusal, id: RequestId): Reply =>
  errorReply(refusal.message, id);

/** What the policy said no to, in the words of the policies. */
export const denialReply = (decision: Extract<Decision, { kind: 'deny' }>, id: RequestId): Reply =>
  errorReply(
    decision.fault === undefined
      ? `Not allowed: ${decision.reasons.join('; ')}. If you think that this is wrong, ask an approver.`
      : 'Not allowed: the policy could not be asked properly, so nothing is permitted. Please tell an operator.',
    id,
  );

/** To somebody who asked for more changes within a minute than one person may. */
export const overLimitReply = (
  { changesPerMinute, retryAfterSeconds }: OverLimit,
  id: RequestId,
): Reply =>
  errorReply(
    `That is more than ${counted(changesPerMinute, 'change')} within a minute. Please wait ${counted(retryAfterSeconds, 'second')} and repeat it; nothing was done.`,
    id,
  );

/** To somebody whom the workspace does not know. */
export const strangerReply = (id: RequestId): Reply =>
  errorReply(
    'Not allowed: I do not know who you are. Only full members of the workspace may use Quartermaster.',
    id,
  );

/** To somebody whose request could not be written down, so that it does not exist. */
export const notRecordedReply = (id: RequestId): Reply =>
  errorReply(
    'Your request was not recorded, and nothing was done. Please repeat it in a minute.',
    id,
  );

/** To a repetition that comes long after its first answer. */
export const receivedBeforeReply = (id: RequestId): Reply =>
  errorReply(
    'This was received before, and is not done a second time. Please look at what became of it.',
    id,
  );

/** To somebody who ran into a fault of the house or of a system behind it. Never what the fault says: it may tell too much. */
export const faultReply = (fault: unknown, id: RequestId): Reply =>
  errorReply(
    isFault(fault, 'DIRECTORY_UNAVAILABLE')
      ? 'I cannot find out who you are right now, so nothing was done. Please try again in a minute.'
      : 'Something went wrong on my side. Please try again; if it goes on, give the id to an operator.',
    id,
  );

const describeEffect = ({ operation, target, ...details }: Effect): Text =>
  `${operation} ${target}${Object.entries(details)
    .map(([name, value]) => `, ${name} ${value}`)
    .join('')}`;

/** What would happen, and after how many approvals. */
export const dryRunReply = (plan: Plan, approvals: number, wording?: RequestWording): Reply =>
  replyOf(
    title('Dry run: nothing was changed'),
    fields(
      ...(wording?.subjectFields(plan.facts) ?? []),
      ...(wording?.detailFields(plan.facts) ?? []),
    ),
    line('This would happen:'),
    list(plan.effects.map(describeEffect)),
    ...(plan.shown === undefined ? [] : [line('Step by step:'), ...plan.shown]),
    fields({ label: 'Approvals needed', value: String(approvals) }),
  );

/** What is wrong with the words, what was probably meant, and how it is written. */
export const unparsableReply = ({ problem, suggestion, usage }: Unparsable): Reply =>
  replyOf(
    line('Error: ', problem),
    ...(suggestion === undefined ? [] : [line('Did you mean ', code(suggestion), '?')]),
    ...usage.map((each): Part => note('Usage: ', code(each))),
  );

const describeArgument = ({ usage, hint, default: byDefault, choices }: HelpArgument): Text => [
  code(usage),
  ` – ${hint}`,
  ...(choices === undefined ? [] : [`: ${choices.join(', ')}`]),
  ...(byDefault === undefined ? [] : [` (${byDefault} if left out)`]),
];

/** A page of help: of a whole command, or of one operation with its arguments. */
export const helpReply = ({ title: heading, entries, footer }: HelpPage): Reply =>
  replyOf(
    title(heading),
    ...entries.flatMap(({ usage, summary, example, arguments: all }): Part[] => [
      line(code(usage)),
      ...(all.length > 0 ? [list(all.map(describeArgument))] : []),
      note(`${summary}. Example: `, code(example)),
    ]),
    ...footer.map((each) => note(each)),
  );
