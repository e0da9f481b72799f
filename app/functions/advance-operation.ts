import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import { type FailedCommand, withFailures } from '../../lib/environment/operation-progress.ts';
import type { BegunOperation, StoredOperation } from '../../lib/environment/operation-store.ts';
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

/** What the next look at this operation asks for, in this state of its environment; without `progress`, what the first look does. */
export const planFor = async (
  { store, clock }: OrchestratorPorts,
  operation: Omit<BegunOperation, 'progress'> & { readonly progress?: Progress },
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

/** Whether this look is the last one that was stored: nobody has cancelled the operation since, or brought it further. */
const isCurrent = async (
  { store }: OrchestratorPorts,
  { id, version }: StoredOperation,
): Promise<boolean> => (await store.find(id))?.version === version;

/**
 * Sends the commands of one step in their order, up to the first that fails; undefined, with nothing sent, where this look is not current any
 * more. The tag is for people: nothing depends on it.
 */
const sendStep = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  { remember }: OperationPlan,
  { step, commands }: StepCommands,
): Promise<readonly FailedCommand[] | undefined> => {
  const { cloud, store } = ports;
  const { environment } = operation;
  if (!(await isCurrent(ports, operation))) {
    return undefined;
  }
  const memory = remember.find(({ service }) => service === step);
  if (memory !== undefined) {
    await store.remember(environment, memory);
  }
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

const hasEffects = ({ sends, forget }: OperationPlan): boolean => sends.length + forget.length > 0;

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
  const wanted = endsAsFailedStop(operation, progress) ? 'running' : undefined;
  if (await store.update({ ...operation, progress }, wanted)) {
    return { stored: { ...operation, progress, version: operation.version + 1 }, isOurs: true };
  }
  return { stored: (await store.find(operation.id)) ?? operation, isOurs: false };
};

/**
 * Does what the plan asks for, once its progress is stored: remembers and sends, resource by resource, then forgets. Whoever crashes in here
 * leaves an operation that the next look carries on. Before each resource it makes sure that the operation is as it stored it: where somebody
 * cancelled it, or brought it further, the rest is left, and the answer is undefined.
 */
const carryOut = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  plan: OperationPlan,
): Promise<Progress | undefined> => {
  const { progress, sends, forget } = plan;
  const sent = await inParallel(sends, mostAtOnce, (step) =>
    sendStep(ports, operation, plan, step),
  );
  if (sent.includes(undefined)) {
    return undefined;
  }
  for (const service of forget) {
    if (!(await isCurrent(ports, operation))) {
      return undefined;
    }
    await ports.store.forget(operation.environment, service);
  }
  const failures = sent.flatMap((each) => each ?? []);
  return failures.length === 0 ? progress : withFailures(progress, failures);
};

/** What the second look asks to be sent was sent a moment ago: only an end counts, the rest is for the next look. */
const afterForgetting = async (
  ports: OrchestratorPorts,
  operation: BegunOperation,
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
const carryOutPlan = async (
  ports: OrchestratorPorts,
  operation: BegunOperation,
  plan: OperationPlan,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  const after = await carryOut(ports, operation, plan);
  if (after === undefined) {
    return (await ports.store.find(operation.id)) ?? operation;
  }
  const settled =
    plan.forget.length === 0 ? after : await afterForgetting(ports, operation, after, state);
  return isSame(settled, operation.progress)
    ? operation
    : (await storeProgress(ports, operation, settled)).stored;
};

/**
 * Stores how far the plan says that the operation is, and carries it out: nothing is sent by whom this write lost to a cancellation, or to
 * somebody else's look.
 */
export const followPlan = async (
  ports: OrchestratorPorts,
  operation: BegunOperation,
  plan: OperationPlan,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  const { stored, isOurs } = await storeProgress(ports, operation, plan.progress);
  const { kind } = operation;
  return isOurs && hasEffects(plan)
    ? carryOutPlan(ports, { ...stored, kind }, plan, state)
    : stored;
};

/** One look at an operation in progress, and what follows from it: stored first, then done. */
export const advanceOperation = async (
  ports: OrchestratorPorts,
  operation: BegunOperation,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  const plan = await planFor(ports, operation, state);
  return !hasEffects(plan) && isSame(plan.progress, operation.progress)
    ? operation
    : followPlan(ports, operation, plan, state);
};
