import type { Millis } from '../kernel/clock.ts';
import type { DatabaseState, ServiceState } from './cloud.ts';
import {
  databaseStepName,
  firstClosed,
  limits,
  memoryOf,
  open,
  type Phase,
  type PlanningInput,
  type Target,
  whenEnded,
} from './operation-phase.ts';
import { startDatabase } from './plan-database.ts';
import { startService } from './plan-service.ts';

/** What is started, after what, and how much later than usual it must have ended. */
export interface Starting {
  readonly databases: readonly DatabaseState[];
  readonly services: readonly ServiceState[];
  readonly gate: Phase['gate'];
  readonly delay: Millis;
}

const databaseStart =
  (input: PlanningInput) =>
  (database: DatabaseState): Target => ({
    name: databaseStepName(database.id, input),
    counter: database.kind === 'cluster' ? 'aurora_clusters_started' : 'rds_instances_started',
    judge: (before) => startDatabase(database, before),
  });

const serviceStart =
  (input: PlanningInput) =>
  (service: ServiceState): Target => ({
    name: service.name,
    counter: 'ecs_services_started',
    judge: (before) => startService(service, memoryOf(service.name, input), before),
  });

/**
 * How this is started: the databases, then, when each of them answers or has failed, the services. One broken database does not keep
 * everything else down.
 */
export const startingPhases = (
  input: PlanningInput,
  { databases, services, gate, delay }: Starting,
): readonly Phase[] => [
  {
    targets: databases.map(databaseStart(input)),
    limit: delay + limits.databases,
    gate,
  },
  {
    targets: services.map(serviceStart(input)),
    limit: delay + limits.databases + limits.services,
    gate: (earlier) => firstClosed(gate(earlier), whenEnded(earlier)),
  },
];

/** How everything in an environment is started. */
export const startPhases = (input: PlanningInput): readonly Phase[] =>
  startingPhases(input, { ...input.state, gate: () => open, delay: 0 });
