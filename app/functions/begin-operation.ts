import type { UserInfo } from '../../lib/contract/call-header.ts';
import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { OperationProgress } from '../../lib/contract/orchestrator.ts';
import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import { brokenOff, previewOf } from '../../lib/environment/operation-progress.ts';
import type {
  BegunOperation,
  OperationKind,
  RestartedDatabase,
  StoredOperation,
  WantedState,
} from '../../lib/environment/operation-store.ts';
import type { OperationPlan } from '../../lib/environment/plan-operation.ts';
import { teardownRefusal } from '../../lib/environment/stack-protection.ts';
import { toIsoTime } from '../../lib/kernel/clock.ts';
import { followPlan, planFor, storeProgress } from './advance-operation.ts';
import { cloudRefusal } from './cloud-refusal.ts';
import { guardEnvironment } from './guard-environment.ts';
import { isByGuard } from './guard-identity.ts';
import { type OrchestratorPorts, progressOf } from './orchestrator-ports.ts';

/** What somebody wants to be done. */
export interface Wish {
  readonly id: string;
  readonly kind: OperationKind;
  readonly environment: string;
  readonly by: UserInfo;
  readonly dryRun: boolean;
  /** What AWS had started again, where that is why. */
  readonly restarted?: readonly RestartedDatabase[];
}

/** What people want of an environment that begin an operation of this kind. */
const wantedBy: Readonly<Record<OperationKind, WantedState>> = {
  stop: 'stopped',
  'teardown-services': 'stopped',
  'teardown-full': 'torn-down',
  start: 'running',
  spinup: 'running',
};

/** The word for it that people type. */
const verbOf = (kind: StoredOperation['kind']): string =>
  kind === 'teardown-services' || kind === 'teardown-full' ? 'teardown' : kind;

/** The guard's operations have no request of anybody's, so that nobody can cancel them; they take minutes. */
const conflictWith = (other: StoredOperation): ErrorEnvelope => {
  const { id, kind, environment, by, startedAt } = other;
  const rest = isByGuard(other) ? '' : `, or cancel it: /infra cancel ${id}`;
  return refuse(
    'CONFLICT',
    `${by.display_name} is doing ${verbOf(kind)} on ${environment} since ${startedAt.slice(11, 16)} UTC (${id}). Wait until it is done${rest}.`,
  );
};

/** The answer to an id that is known: what is stored, if it is the same wish, or was cancelled before anybody said what it was to be. */
const repeat = (
  { kind, environment }: Wish,
  known: StoredOperation,
): OperationProgress | ErrorEnvelope => {
  const isSame = known.kind === kind && known.environment === environment;
  return isSame || known.kind === 'none'
    ? progressOf(known)
    : refuse(
        'INVALID_REQUEST',
        `${known.id} is the ${known.kind} of ${known.environment}. Use a new operation_id for the ${kind} of ${environment}.`,
      );
};

const refusalOf = ({ kind }: Wish, state: EnvironmentState): ErrorEnvelope | undefined => {
  const reason = kind === 'teardown-full' ? teardownRefusal(state) : undefined;
  if (reason === undefined) {
    return undefined;
  }
  const isThere = state.stacks.some(({ status }) => status !== 'ABSENT');
  return refuse(isThere ? 'ENVIRONMENT_PROTECTED' : 'INVALID_REQUEST', reason);
};

/** What holds the environment of somebody who only asks what would be done. */
const holderOf = async (
  { store }: OrchestratorPorts,
  { id, environment }: Wish,
): Promise<StoredOperation | undefined> =>
  (await store.running()).find((other) => other.environment === environment && other.id !== id);

/**
 * Carries out what holds its environment now. What the guard stops must still be stopped in people's eyes: they may have cancelled the stop
 * between the guard's look and its hold.
 */
const followBegun = async (
  ports: OrchestratorPorts,
  held: BegunOperation,
  plan: OperationPlan,
  state: EnvironmentState,
): Promise<StoredOperation> => {
  if (isByGuard(held) && (await ports.store.wanted(held.environment)) !== 'stopped') {
    const left = brokenOff(held.progress, 'people want it to run');
    return (await storeProgress(ports, held, left)).stored;
  }
  return followPlan(ports, held, plan, state);
};

const beginStored = async (
  ports: OrchestratorPorts,
  wish: Wish,
  operation: Omit<BegunOperation, 'progress'>,
  plan: OperationPlan,
  state: EnvironmentState,
): Promise<OperationProgress | ErrorEnvelope> => {
  // Also one with nothing to do has to get hold of its environment, so that it says nothing about what is wanted of one that is another's.
  const held: BegunOperation = {
    ...operation,
    progress: { ...plan.progress, state: 'in_progress' },
  };
  const wanted = isByGuard(held) ? undefined : wantedBy[wish.kind];
  const begun = await ports.store.begin(held, wanted);
  switch (begun.kind) {
    case 'known':
      return repeat(wish, begun.operation);
    case 'busy':
      return conflictWith(begun.operation);
    case 'begun':
      return progressOf(await followBegun(ports, held, plan, state));
    default:
      return begun satisfies never;
  }
};

/** What the first look says; refused before anything is stored. */
const lookFirst = async (
  ports: OrchestratorPorts,
  wish: Wish,
): Promise<ErrorEnvelope | OperationProgress> => {
  const { dryRun, ...named } = wish;
  const described = await ports.cloud.describe(wish.environment);
  if (!described.ok) {
    return cloudRefusal(described.error, wish.environment);
  }
  const state = described.value;
  const refused = refusalOf(wish, state);
  if (refused !== undefined) {
    return refused;
  }
  const startedAt = toIsoTime(ports.clock.now());
  const operation = { ...named, startedAt, cancelled: false, version: 1 };
  const plan = await planFor(ports, operation, state);
  return dryRun
    ? progressOf({ ...operation, progress: previewOf(plan) })
    : beginStored(ports, wish, operation, plan, state);
};

/**
 * Begins an operation, which is its first look too: refused before anything is stored, stored before anything is sent. The same id again gets
 * what is stored, and a dry run gets what would be done, or why it cannot be begun now.
 */
export const beginOperation = async (
  ports: OrchestratorPorts,
  wish: Wish,
): Promise<OperationProgress | ErrorEnvelope> => {
  const guarded = guardEnvironment(ports.cloud, wish.environment, wish.kind);
  if (guarded !== undefined) {
    return guarded;
  }
  if (wish.dryRun) {
    const holder = await holderOf(ports, wish);
    return holder === undefined ? lookFirst(ports, wish) : conflictWith(holder);
  }
  const known = await ports.store.find(wish.id);
  return known === undefined ? lookFirst(ports, wish) : repeat(wish, known);
};
