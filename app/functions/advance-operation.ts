import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import { type FailedCommand, withFailures } from '../../lib/environment/operation-progress.ts';
import type {
  OperationKind,
  StoredOperation,
  WantedState,
} from '../../lib/environment/operation-store.ts';
import {
  type OperationPlan,
  type Progress,
  planOperation,
  type StepCommands,
} from '../../lib/environment/plan-operation.ts';
import { canonicalJson } from '../../lib/kernel/canonical-json.ts';
import { inParallel } from '../../lib/kernel/in-parallel.ts';
import { guardReason, isByGuard } from './guard-identity.ts';
import type { OrchestratorPorts } from './orchestrator-ports.ts';

/** What people want of an environment that begin an operation of this kind. */
export const wantedBy: Readonly<Record<OperationKind, WantedState>> = {
  stop: 'stopped',
  'teardown-services': 'stopped',
  'teardown-full': 'torn-down',
  start: 'running',
  spinup: 'running',
};

/** What the next look at this operation asks for, in this state of its environment; without `progress`, what the first look does. */
export const planFor = async (
  { store, clock }: OrchestratorPorts,
  operation: Omit<StoredOperation, 'progress'> & { readonly progress?: Progress },
  state: EnvironmentState,
): Promise<OperationPlan> =>
  planOperation({
    operation,
    state,
    remembered: await store.remembered(operation.environment),
    now: clock.now(),
    ...(operation.progress === undefined ? {} : { progress: operation.progress }),
    ...(isByGuard(operation) ? { because: guardReason } : {}),
  });

/** Sends the commands of one step in their order, up to the first that fails. The tag is for people: nothing depends on it. */
const sendStep = async (
  { cloud }: OrchestratorPorts,
  environment: string,
  { step, commands }: StepCommands,
): Promise<readonly FailedCommand[]> => {
  for (const command of commands) {
    const sent = await cloud.send(environment, command);
    if (!sent.ok && command.do !== 'tag-desired') {
      return [{ step, command, failure: sent.error }];
    }
  }
  return [];
};

/** How many resources get commands at the same moment: more, and AWS throttles. */
const mostAtOnce = 5;

const hasEffects = ({ remember, sends, forget }: OperationPlan): boolean =>
  remember.length + sends.length + forget.length > 0;

const isSame = (one: Progress, other: Progress): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** What a stop that failed left running is nobody's to stop again. The guard's own failures are tried again by the guard. */
const endsAsFailedStop = (operation: StoredOperation, progress: Progress): boolean =>
  progress.state === 'failed' &&
  operation.kind !== 'start' &&
  operation.kind !== 'spinup' &&
  !isByGuard(operation);

/**
 * Stores how far the operation is. Answers the operation as it is stored now, and whether that is by this write: where somebody else was
 * faster, theirs counts and nothing more may be sent.
 */
export const storeProgress = async (
  { store }: OrchestratorPorts,
  operation: StoredOperation,
  progress: Progress,
): Promise<{ readonly stored: StoredOperation; readonly isOurs: boolean }> => {
  if (endsAsFailedStop(operation, progress)) {
    await store.setWanted(operation.environment, 'running');
  }
  if (await store.update({ ...operation, progress })) {
    return { stored: { ...operation, progress, version: operation.version + 1 }, isOurs: true };
  }
  return { stored: (await store.find(operation.id)) ?? operation, isOurs: false };
};

/**
 * Does what the plan asks for, once its progress is stored: remembers, then sends, then forgets. Whoever crashes in here leaves an
 * operation that the next look carries on.
 */
const carryOut = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  { progress, remember, sends, forget }: OperationPlan,
): Promise<Progress> => {
  const { store } = ports;
  const { environment } = operation;
  for (const service of remember) {
    await store.remember(environment, service);
  }
  const failures = await inParallel(sends, mostAtOnce, (step) =>
    sendStep(ports, environment, step),
  );
  for (const service of forget) {
    await store.forget(environment, service);
  }
  return failures.length === 0 ? progress : withFailures(progress, failures.flat());
};

/** What the second look asks to be sent was sent a moment ago: only an end counts, the rest is for the next look. */
const afterForgetting = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  after: Progress,
  state: EnvironmentState,
): Promise<Progress> => {
  const { progress } = await planFor(ports, { ...operation, progress: after }, state);
  return progress.state === 'in_progress' ? after : progress;
};

/**
 * Carries a stored plan out and stores what came of it. Where something was forgotten, a second look follows at once: the operation can be at
 * an end only after that.
 */
export const carryOutPlan = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  plan: OperationPlan,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  const after = await carryOut(ports, operation, plan);
  const settled =
    plan.forget.length === 0 ? after : await afterForgetting(ports, operation, after, state);
  return isSame(settled, operation.progress)
    ? operation
    : (await storeProgress(ports, operation, settled)).stored;
};

/**
 * One look at an operation in progress, and what follows from it: stored first, then done. While nobody has stored a look since it began,
 * what is wanted of the environment may not be stored either.
 */
export const advanceOperation = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  if (operation.version === 1) {
    await ports.store.setWanted(operation.environment, wantedBy[operation.kind]);
  }
  const plan = await planFor(ports, operation, state);
  if (!hasEffects(plan) && isSame(plan.progress, operation.progress)) {
    return operation;
  }
  const { stored, isOurs } = await storeProgress(ports, operation, plan.progress);
  return isOurs && hasEffects(plan) ? carryOutPlan(ports, stored, plan, state) : stored;
};
