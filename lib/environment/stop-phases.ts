import type { DatabaseState } from './cloud.ts';
import {
  databaseStepName,
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
} from './operation-phase.ts';
import { stopDatabase } from './plan-database.ts';
import { stopService } from './plan-service.ts';

/** The phase that stops every service of the environment. */
export const serviceStops = (input: PlanningInput): Phase => ({
  targets: input.state.services.map((service) => ({
    name: service.name,
    counter: 'ecs_services_stopped',
    judge: (before) => stopService(service, memoryOf(service.name, input), before),
  })),
  limit: limits.services,
  gate: () => open,
});

/** Waits until no task runs of the services that can be stopped: nothing is taken from under a service. */
export const whenDrained = ({ state }: PlanningInput, earlier: readonly Judged[]): Gate => {
  const busy = state.services.filter(
    ({ exempt, desired, running }) => exempt === undefined && (desired > 0 || running > 0),
  );
  const drained: Gate =
    busy.length === 0
      ? open
      : { kind: 'wait', detail: `waits until ${busy.map(({ name }) => name).join(', ')} stopped` };
  return firstClosed(unlessFailed(earlier), drained);
};

const stopTarget =
  (input: PlanningInput) =>
  (database: DatabaseState): Target => ({
    name: databaseStepName(database.id, input),
    counter: database.kind === 'cluster' ? 'aurora_clusters_stopped' : 'rds_instances_stopped',
    judge: (before) => stopDatabase(database, before, input.because),
  });

/** The phase that stops these databases, once the services have no tasks. */
export const databaseStops = (
  input: PlanningInput,
  databases: readonly DatabaseState[],
): Phase => ({
  targets: databases.map(stopTarget(input)),
  limit: limits.services + limits.databases,
  gate: (earlier) => whenDrained(input, earlier),
});

/** How everything in an environment is stopped: the services, then what they need. */
export const stopPhases = (input: PlanningInput): readonly Phase[] => [
  serviceStops(input),
  databaseStops(input, input.state.databases),
];
