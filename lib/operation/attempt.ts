import { z } from 'zod';
import type { OperationId, PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Reply } from '../reply/reply.ts';

const values = z.record(z.string(), z.string());

/** What somebody wants: words to be parsed, or the fields of a form for a known operation. */
const words = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), root: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('form'),
    operation: z.string(),
    given: values,
    fields: values,
    dryRun: z.boolean(),
  }),
]);

/** Through which surface somebody asked, as `slack/command`, in which conversation, and under which message of it. */
const origin = z.object({
  surface: z.string(),
  channel: z.string().optional(),
  thread: z.string().optional(),
});

const overLimit = z.object({ changesPerMinute: z.number(), retryAfterSeconds: z.number() });

const received = z.object({
  id: z.custom<RequestId>((value) => typeof value === 'string' && value.startsWith('req-')),
  operationId: z.custom<OperationId>(
    (value) => typeof value === 'string' && value.startsWith('op-'),
  ),
  principal: z.custom<PrincipalId>((value) => typeof value === 'string' && value.includes(':')),
  origin,
  words,
  /** Names this request and its repetitions; the first one is unique for good. */
  dedupeKeys: z.tuple([z.string()], z.string()),
  /** Whether it may change anything, and so is carried on after a crash. */
  changes: z.boolean(),
  /** Present where it is one change too many within a minute: nothing is done for it, also not after a crash. */
  overLimit: overLimit.optional(),
});

/** How many changes are allowed to one person within a minute, and when the next one will be. */
export type OverLimit = z.infer<typeof overLimit>;

/** What somebody wants. */
export type Words = z.infer<typeof words>;

/** How an attempt ended. */
export type AttemptEnd =
  | 'answered'
  | 'asked'
  | 'submitted'
  | 'planned'
  | 'refused'
  | 'denied'
  | 'failed'
  | 'unparsable'
  | 'not_recorded';

/** What was answered: the end, and the words unless a form was opened or nothing could be said. */
export interface Answer {
  readonly end: AttemptEnd;
  readonly reply?: Reply;
}

/** One request of somebody as it came in, with the ids it was given. */
export type Attempt = z.infer<typeof received> & {
  /** Set of one that a crash interrupted; not recorded. */
  readonly isCarriedOn?: true;
};

/** One request of somebody, before it has ids. */
export type Incoming = Pick<Attempt, 'principal' | 'origin' | 'words' | 'dedupeKeys'>;

/** The attempt in a ledger line, or undefined when the line is of another kind. */
export const attemptIn = (fields: unknown): Attempt | undefined => {
  const parsed = received.safeParse(fields);
  return parsed.success ? parsed.data : undefined;
};
