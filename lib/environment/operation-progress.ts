import type { CloudCommand, CommandFailure } from './cloud.ts';
import { type OperationPlan, type Progress, stateOf } from './plan-operation.ts';
import { isEnded, type Step } from './step-verdict.ts';

/** A command that was not carried out, and for which step it was sent. */
export interface FailedCommand {
  readonly step: string;
  readonly command: CloudCommand;
  readonly failure: CommandFailure;
}

/** What is gone needs nothing more. Of a stack or a scaling that is gone, the next look says what follows; what cannot be saved is a failure. */
const whenGone = ({ command, failure }: FailedCommand): Partial<Step> => {
  if (command.do === 'snapshot-database') {
    return { state: 'failed', detail: `it is not there any more: ${failure.reason}` };
  }
  return ['delete-stack', 'suspend-scaling', 'restore-scaling'].includes(command.do)
    ? { detail: failure.reason }
    : { state: 'skipped', detail: 'it is not there any more' };
};

const afterFailure = (failed: FailedCommand): Partial<Step> => {
  const { failure } = failed;
  switch (failure.kind) {
    case 'wait':
      return { detail: `waits: ${failure.reason}` };
    case 'unavailable':
      return { detail: `no answer, it is tried again: ${failure.reason}` };
    case 'refused':
      return { state: 'failed', detail: `refused: ${failure.reason}` };
    case 'gone':
      return whenGone(failed);
    default:
      return failure.kind satisfies never;
  }
};

/** How far an operation is after these commands failed: what can still be done stays under way. */
export const withFailures = (progress: Progress, failures: readonly FailedCommand[]): Progress => {
  const steps = progress.steps.map((step) => {
    const failed = failures.find((each) => each.step === step.name);
    return failed === undefined ? step : { ...step, ...afterFailure(failed) };
  });
  return { ...progress, state: stateOf(steps), steps };
};

/**
 * How far an operation is once somebody cancelled it: at an end, while what was sent to the cloud goes on by itself. One of which every step
 * had ended already is what it was.
 */
export const cancelledBy = (progress: Progress, displayName: string): Progress => {
  const ended = stateOf(progress.steps);
  return {
    ...progress,
    state: ended === 'in_progress' ? 'failed' : ended,
    steps: progress.steps.map(
      (step): Step =>
        isEnded(step.state)
          ? step
          : { ...step, state: 'skipped', detail: `cancelled by ${displayName}` },
    ),
  };
};

/** How far an operation is that somebody cancelled before it began: at its end, and nothing was or will be sent. */
export const cancelledUnbegun = (displayName: string): Progress => ({
  state: 'failed',
  details: {},
  steps: [{ name: 'begin', state: 'skipped', detail: `cancelled by ${displayName}` }],
});

/** How far an operation is that cannot go on, as its environment is no longer one that it may touch. */
export const brokenOff = (progress: Progress, why: string): Progress => ({
  ...progress,
  state: 'failed',
  steps: progress.steps.map((step) =>
    isEnded(step.state) ? step : { ...step, state: 'failed', detail: why },
  ),
});

/**
 * What an operation would do, from its plan at the first look: what it would act on is pending and counted, the rest is skipped, and
 * nothing has happened.
 */
export const previewOf = ({ progress, counters }: OperationPlan): Progress => {
  const details = { ...progress.details };
  const steps = progress.steps.map((step): Step => {
    if (step.state === 'skipped') {
      return step;
    }
    if (step.state === 'failed') {
      return {
        ...step,
        state: 'skipped',
        detail: `would fail: ${step.detail ?? 'no reason given'}`,
      };
    }
    const counter = counters.get(step.name);
    if (counter !== undefined) {
      details[counter] = (details[counter] ?? 0) + 1;
    }
    return { ...step, state: 'pending' };
  });
  return { state: 'succeeded', details, steps };
};
