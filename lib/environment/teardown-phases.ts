import type { StackState } from './cloud.ts';
import {
  firstClosed,
  type Gate,
  type Judged,
  limits,
  type Phase,
  type PlanningInput,
  whenEnded,
} from './operation-phase.ts';
import { snapshotDatabase, snapshotOfMissing } from './plan-database.ts';
import { deleteStack } from './plan-stack.ts';
import { databaseStops, serviceStops, whenDrained } from './stop-phases.ts';

const snapshotLimit = limits.services + limits.databases + limits.snapshots;

const snapshotStepName = (database: string): string => `snapshot ${database}`;

/** As `chatops-dev-acme-dev-db-202601050900`: the same at every look at one operation. */
const snapshotIdOf = (database: string, { environment, startedAt }: PlanningInput): string =>
  `chatops-${environment}-${database}-${startedAt.replaceAll(/\D/g, '').slice(0, 12)}`;

/** The databases that will go with their stacks, by id, and those that stay. One that is going by our hand is neither. */
const divide = ({ state, before }: PlanningInput) => {
  const present = state.stacks.filter(({ status }) => status !== 'ABSENT');
  const leaving = [...new Set(present.flatMap(({ databases }) => databases))];
  const staying = state.databases.filter(
    ({ id }) => !leaving.includes(id) && !before.has(snapshotStepName(id)),
  );
  return { leaving, staying };
};

const goingStates: ReadonlySet<string> = new Set(['DELETE_IN_PROGRESS', 'DELETE_FAILED']);

/** Whether all the stacks of a database that are there are on their way out. */
const isGoing = (stacks: readonly StackState[], database: string): boolean =>
  stacks
    .filter(({ databases, status }) => databases.includes(database) && status !== 'ABSENT')
    .every(({ status }) => goingStates.has(status));

/** Also of a database that is not found: a stack of which a database was overlooked must not be deleted. */
const snapshots = (input: PlanningInput, databases: readonly string[]): Phase => ({
  targets: databases.map((id) => ({
    name: snapshotStepName(id),
    counter: 'snapshots_taken',
    judge: (before) => {
      const { environment, operationId, state } = input;
      const order = { id: snapshotIdOf(id, input), operationId, environment };
      const database = state.databases.find((each) => each.id === id);
      return database === undefined
        ? snapshotOfMissing(id, order, state.snapshots, isGoing(state.stacks, id))
        : snapshotDatabase(database, order, state.snapshots, before);
    },
  })),
  limit: snapshotLimit,
  gate: (earlier) => whenDrained(input, earlier),
});

const isOneOf = (judged: Judged, phase: Phase): boolean =>
  phase.targets.some(({ name }) => name === judged.target.name);

/** A database outside the stacks has no part in this: whether it stops in time does not matter to them. */
const deletion = (
  input: PlanningInput,
  stack: StackState,
  place: number,
  staying: Phase,
): Phase => ({
  targets: [
    {
      name: `stack ${stack.name}`,
      counter: 'stacks_deleted',
      judge: (before) => deleteStack(stack, input.operationId, before),
    },
  ],
  limit: snapshotLimit + place * limits.stack,
  gate: (earlier): Gate => {
    const concerned = earlier.filter((judged) => !isOneOf(judged, staying));
    return firstClosed(whenDrained(input, concerned), whenEnded(concerned));
  },
});

/**
 * How an environment is torn down: the services are stopped and the databases that stay too, a last snapshot is taken of those that go, and
 * then the stacks are deleted, the last of the configuration first. A failure keeps everything that would come after it.
 */
export const teardownPhases = (input: PlanningInput): readonly Phase[] => {
  const { leaving, staying } = divide(input);
  const stops = databaseStops(input, staying);
  return [
    serviceStops(input),
    stops,
    snapshots(input, leaving),
    ...input.state.stacks
      .toReversed()
      .map((stack, index) => deletion(input, stack, index + 1, stops)),
  ];
};
