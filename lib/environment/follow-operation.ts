import type { ErrorEnvelope } from '../contract/error-envelope.ts';
import type { RequestOf } from '../contract/function-call.ts';
import type { OperationProgress } from '../contract/orchestrator.ts';
import type { Result } from '../kernel/result.ts';
import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import type { FunctionInvoker, InvocationOutcome } from '../operation/function-invoker.ts';
import {
  done,
  type Facts,
  type OperationContext,
  type Outcome,
  type Refusal,
} from '../operation/operation.ts';
import { replyOf } from '../reply/reply.ts';
import { skippedFact } from './environment-wording.ts';
import { progressParts } from './progress-parts.ts';

/** What begins an operation on an environment, without the header of the call. */
export type Beginning =
  | Omit<RequestOf<'orchestrator', 'stop'>, 'operation_id' | 'user_info'>
  | Omit<RequestOf<'orchestrator', 'start'>, 'operation_id' | 'user_info'>
  | Omit<RequestOf<'orchestrator', 'spinup'>, 'operation_id' | 'user_info'>
  | Omit<RequestOf<'orchestrator', 'teardown'>, 'operation_id' | 'user_info'>;

const name = 'The orchestrator';

const headerOf = (context: OperationContext) => ({
  operation_id: context.operationId,
  user_info: userInfoOf(context),
});

/** One case for each action, because the type of a call pairs the action with its payload. */
const invoke = (
  beginning: Beginning,
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<InvocationOutcome<OperationProgress | ErrorEnvelope>> => {
  const header = headerOf(context);
  switch (beginning.action) {
    case 'stop':
      return functions.invoke({ function: 'orchestrator', payload: { ...beginning, ...header } });
    case 'start':
      return functions.invoke({ function: 'orchestrator', payload: { ...beginning, ...header } });
    case 'spinup':
      return functions.invoke({ function: 'orchestrator', payload: { ...beginning, ...header } });
    case 'teardown':
      return functions.invoke({ function: 'orchestrator', payload: { ...beginning, ...header } });
    default:
      return beginning satisfies never;
  }
};

/** Begins an operation, or only plans it, by `dry_run`. */
export const beginOperation = async (
  beginning: Beginning,
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<Result<OperationProgress, Refusal>> =>
  answerOf(name, await invoke(beginning, context, functions));

const reasonOf = ({ steps }: OperationProgress): string => {
  const failed = steps.filter(({ state }) => state === 'failed');
  return failed.length === 0
    ? 'it did not say why; /infra status shows what is there'
    : failed.map((step) => `${step.name}: ${step.detail ?? 'failed'}`).join('; ');
};

const resultOf = ({ details, steps }: OperationProgress): Facts => {
  const skipped = steps
    .filter(({ state }) => state === 'skipped')
    .map((step) => `${step.name}${step.detail === undefined ? '' : `: ${step.detail}`}`);
  return {
    ...Object.fromEntries(Object.entries(details).map(([key, count]) => [key, String(count)])),
    ...(skipped.length === 0 ? {} : { [skippedFact]: skipped.join('\n') }),
  };
};

/** The words with which the orchestrator ends the steps of a cancelled operation. */
const cancelled = /^cancelled by /;

/** What came of an operation that stands so. */
export const outcomeOf = (progress: OperationProgress): Outcome => {
  switch (progress.state) {
    case 'in_progress':
      return {
        kind: 'running',
        shown: progressParts(progress),
        canCancel: progress.steps.some(({ state }) => state === 'pending'),
      };
    case 'succeeded':
      return done(replyOf(...progressParts(progress)), resultOf(progress));
    case 'failed': {
      const by = progress.steps.find(({ detail = '' }) => cancelled.test(detail))?.detail;
      const hasFailed = progress.steps.some(({ state }) => state === 'failed');
      return {
        kind: 'failed',
        refusal:
          by === undefined || hasFailed
            ? { code: 'OPERATION_FAILED', message: reasonOf(progress) }
            : { code: 'CANCELLED', message: by },
      };
    }
    default:
      return progress.state satisfies never;
  }
};

/**
 * Brings an operation on and looks how far it is: begins it, if the orchestrator does not know it yet. The orchestrator does
 * each once for each operation id, so it may be called at any time, also after a crash.
 */
export const followOperation = async (
  beginning: Beginning,
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<Outcome> => {
  const looked = await functions.invoke({
    function: 'orchestrator',
    payload: { action: 'operation', ...headerOf(context) },
  });
  if (looked.kind !== 'answered') {
    return { kind: 'unseen', why: looked.kind };
  }
  if (looked.answer.success) {
    return outcomeOf(looked.answer);
  }
  const { code } = looked.answer.error;
  return code === 'NOT_FOUND'
    ? begin(beginning, context, functions)
    : { kind: 'unseen', why: code };
};

/** Begins what the orchestrator does not know; whether that came through is seen at the next look. */
const begin = async (
  beginning: Beginning,
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<Outcome> => {
  const hindrance = await context.mayBegin?.();
  if (hindrance !== undefined) {
    return { kind: 'failed', refusal: hindrance };
  }
  const begun = await invoke(beginning, context, functions);
  if (begun.kind === 'lost' || begun.kind === 'crashed' || begun.kind === 'unreadable') {
    return { kind: 'unseen', why: begun.kind };
  }
  const progress = answerOf(name, begun);
  return progress.ok ? outcomeOf(progress.value) : { kind: 'failed', refusal: progress.error };
};
