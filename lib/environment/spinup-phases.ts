import type { StackState } from './cloud.ts';
import {
  firstClosed,
  type Gate,
  type Judged,
  limits,
  memoryOf,
  open,
  type Phase,
  type PlanningInput,
  type Target,
  unlessFailed,
  whenEnded,
} from './operation-phase.ts';
import { awaitService, createStack, isStanding } from './plan-stack.ts';
import { startingPhases } from './start-phases.ts';
import { isOurs } from './step-verdict.ts';

const stepNameOf = ({ name }: StackState): string => `stack ${name}`;

const creation = (input: PlanningInput, stack: StackState, place: number): Phase => ({
  targets: [
    {
      name: stepNameOf(stack),
      counter: 'stacks_created',
      judge: (before) => createStack(stack, input.state.snapshots, input.operationId, before),
    },
  ],
  limit: place * limits.stack,
  gate: (earlier) => firstClosed(unlessFailed(earlier), whenEnded(earlier)),
});

/** What came with a stack of this operation runs by itself; only what is remembered of it is put back. */
const toStart = (input: PlanningInput) => {
  const { before, state } = input;
  const created = state.stacks.filter((stack) => isOurs(before.get(stepNameOf(stack))));
  return {
    databases: state.databases.filter(
      ({ id }) => !created.some(({ databases }) => databases.includes(id)),
    ),
    services: state.services.filter(
      ({ name }) => before.size === 0 || before.has(name) || memoryOf(name, input) !== undefined,
    ),
  };
};

/** The services that are remembered and went with their stacks. */
const absentServices = ({ state, remembered, before }: PlanningInput): readonly Target[] =>
  remembered
    .filter(({ service }) => !state.services.some(({ name }) => name === service))
    .filter(({ service }) => before.has(service) || !state.stacks.every(isStanding))
    .map(({ service }) => ({
      name: service,
      counter: 'ecs_services_started',
      judge: (_, gate) => awaitService(gate.kind === 'open'),
    }));

/** Blocked when a stack failed, and closed until all of them stand. */
const whenStanding =
  ({ state }: PlanningInput) =>
  (earlier: readonly Judged[]): Gate => {
    const missing = state.stacks.filter((stack) => !isStanding(stack));
    const standing: Gate =
      missing.length === 0
        ? open
        : { kind: 'wait', detail: `waits for ${missing.map(stepNameOf).join(', ')}` };
    const stacks = earlier.filter(({ target }) => target.counter === 'stacks_created');
    return firstClosed(unlessFailed(stacks), standing);
  };

/**
 * How a torn-down environment comes back: its stacks in the order of the configuration, then what a start starts. The databases come from
 * their last snapshots, and the services run as they did before the teardown.
 */
export const spinupPhases = (input: PlanningInput): readonly Phase[] => {
  const creations = input.state.stacks.map((stack, index) => creation(input, stack, index + 1));
  const gate = whenStanding(input);
  const delay = creations.length * limits.stack;
  return [
    ...creations,
    ...startingPhases(input, { ...toStart(input), gate, delay }),
    { targets: absentServices(input), limit: delay + limits.services, gate },
  ];
};
