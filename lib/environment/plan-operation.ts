import type { OperationProgress } from '../contract/orchestrator.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { CloudCommand, EnvironmentState } from './cloud.ts';
import type { Judged, Phase, PlanningInput } from './operation-phase.ts';
import type {
  BegunOperation,
  OperationKind,
  RememberedService,
  StoredOperation,
} from './operation-store.ts';
import { spinupPhases } from './spinup-phases.ts';
import { startPhases } from './start-phases.ts';
import { failed, isEnded, isOurs, type Step, type StepVerdict, skipped } from './step-verdict.ts';
import { stopPhases } from './stop-phases.ts';
import { teardownPhases } from './teardown-phases.ts';

/** How far an operation is, as it is stored. */
export type Progress = StoredOperation['progress'];

/** The commands of one step, in their order: none is sent after one that failed. */
export interface StepCommands {
  readonly step: string;
  readonly commands: readonly CloudCommand[];
}

/** What is to be done at this look. */
export interface OperationPlan {
  /** Stored before anything is sent. Never at an end while there is something to remember, to send or to forget. */
  readonly progress: Progress;
  /** Remembered before the first command of the step of the service's name; each of them has one. */
  readonly remember: readonly RememberedService[];
  readonly sends: readonly StepCommands[];
  /** Services that run as they did. Forgotten last. */
  readonly forget: readonly string[];
  /** By step: which of the counters counts it when it is done. */
  readonly counters: ReadonlyMap<string, string>;
}

/** What a plan is made of. `progress` is undefined at the first look. */
export interface OperationLook {
  readonly operation: Pick<BegunOperation, 'id' | 'kind' | 'environment' | 'startedAt'>;
  readonly progress?: Progress;
  readonly state: EnvironmentState;
  readonly remembered: readonly RememberedService[];
  readonly now: EpochMillis;
  /** Why databases are stopped, where it is not because people asked. */
  readonly because?: string;
}

const phasesOf: Readonly<Record<OperationKind, (input: PlanningInput) => readonly Phase[]>> = {
  stop: stopPhases,
  'teardown-services': stopPhases,
  'teardown-full': teardownPhases,
  start: startPhases,
  spinup: spinupPhases,
};

/** The counters that are always told, also where they are 0. */
const countersOf: Readonly<Record<OperationKind, readonly string[]>> = {
  stop: ['ecs_services_stopped', 'rds_instances_stopped'],
  'teardown-services': ['ecs_services_stopped', 'rds_instances_stopped'],
  'teardown-full': ['ecs_services_stopped', 'snapshots_taken', 'stacks_deleted'],
  start: ['ecs_services_started', 'rds_instances_started'],
  spinup: ['stacks_created', 'ecs_services_started', 'rds_instances_started'],
};

const minute = 60_000;

/** What a phase makes of a verdict: too late, or not yet, or never. */
const within = (
  verdict: StepVerdict,
  before: Step | undefined,
  gate: ReturnType<Phase['gate']>,
  late: string | undefined,
): StepVerdict => {
  if (before?.state === 'failed') {
    return failed(before.detail ?? 'it failed');
  }
  if (isEnded(verdict.state)) {
    return verdict;
  }
  if (late !== undefined) {
    return failed(late);
  }
  const goesOnAlone = isOurs(before) && (verdict.commands ?? []).length === 0;
  if (gate.kind === 'open' || goesOnAlone) {
    return verdict;
  }
  return gate.kind === 'wait'
    ? { state: isOurs(before) ? 'running' : 'pending', detail: gate.detail }
    : skipped(gate.detail);
};

const judgePhases = (input: PlanningInput, now: EpochMillis): readonly Judged[] => {
  const since = now - Date.parse(input.startedAt);
  return phasesOf[input.kind](input).reduce<readonly Judged[]>((earlier, phase) => {
    const gate = phase.gate(earlier);
    const late =
      since > phase.limit
        ? `took longer than ${phase.limit / minute} minutes; look at it in the AWS console, then repeat the command`
        : undefined;
    const judged = phase.targets.map((target) => {
      const before = input.before.get(target.name);
      return { target, verdict: within(target.judge(before, gate), before, gate, late) };
    });
    return [...earlier, ...judged];
  }, []);
};

const stepOf = ({ target, verdict: { state, detail } }: Judged): Step => ({
  name: target.name,
  state,
  ...(detail === undefined ? {} : { detail }),
});

/** What becomes of the step of a resource that is not there any more. */
const withoutResource = (step: Step): Step =>
  isEnded(step.state)
    ? step
    : { name: step.name, state: 'skipped', detail: 'it is not there any more' };

/** The counters of an operation at 0: those that are always told, and those of what there is. */
const countersAtFirst = (
  kind: OperationKind,
  judged: readonly Judged[],
): OperationProgress['details'] =>
  Object.fromEntries(
    [...countersOf[kind], ...judged.map(({ target }) => target.counter)].map((name) => [name, 0]),
  );

const countOf = (
  before: ReadonlyMap<string, Step>,
  judged: readonly Judged[],
  start: Progress['details'],
): Progress['details'] => {
  const details = { ...start };
  for (const { target, verdict } of judged) {
    const was = before.get(target.name)?.state === 'succeeded' ? 1 : 0;
    const is = verdict.state === 'succeeded' ? 1 : 0;
    if (was !== is) {
      details[target.counter] = (details[target.counter] ?? 0) + is - was;
    }
  }
  return details;
};

/** The state of an operation with these steps and nothing left to send. */
export const stateOf = (steps: readonly Step[]): OperationProgress['state'] => {
  if (!steps.every(({ state }) => isEnded(state))) {
    return 'in_progress';
  }
  return steps.some(({ state }) => state === 'failed') ? 'failed' : 'succeeded';
};

const inputOf = ({
  operation,
  progress,
  state,
  remembered,
  because,
}: OperationLook): PlanningInput => ({
  operationId: operation.id,
  kind: operation.kind,
  environment: operation.environment,
  startedAt: operation.startedAt,
  state,
  remembered,
  before: new Map((progress?.steps ?? []).map((step) => [step.name, step])),
  ...(because === undefined ? {} : { because }),
});

/**
 * What to do next, from what there is and how far the operation was: pure and convergent. Whatever was sent, lost, or sent twice since, it
 * asks for what is still missing, and for nothing when all is as it should be. Resources that are exempt never get a command.
 */
export const planOperation = (look: OperationLook): OperationPlan => {
  const input = inputOf(look);
  const judged = judgePhases(input, look.now);
  const found = new Map(judged.map((each) => [each.target.name, stepOf(each)]));
  const steps = [
    ...(look.progress?.steps ?? []).map((step) => found.get(step.name) ?? withoutResource(step)),
    ...[...found.values()].filter(({ name }) => !input.before.has(name)),
  ];
  const forget = judged.flatMap(({ verdict }) =>
    verdict.forget === undefined ? [] : [verdict.forget],
  );
  return {
    progress: {
      state: forget.length === 0 ? stateOf(steps) : 'in_progress',
      details: countOf(
        input.before,
        judged,
        look.progress?.details ?? countersAtFirst(input.kind, judged),
      ),
      steps,
    },
    remember: judged.flatMap(({ verdict }) =>
      verdict.state !== 'running' || verdict.remember === undefined ? [] : [verdict.remember],
    ),
    sends: judged
      .map(({ target, verdict }) => ({ step: target.name, commands: verdict.commands ?? [] }))
      .filter(({ commands }) => commands.length > 0),
    forget,
    counters: new Map(judged.map(({ target }) => [target.name, target.counter])),
  };
};
