import type { DatabaseState, EnvironmentState } from '../../lib/environment/cloud.ts';
import type { RestartedDatabase } from '../../lib/environment/operation-store.ts';
import { restartsFrom } from '../../lib/environment/restarts.ts';
import { toIsoTime } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import { beginOperation } from './begin-operation.ts';
import { guardOperationId, guardReason, guardUser } from './guard-identity.ts';
import type { OrchestratorPorts } from './orchestrator-ports.ts';
import { tickOperation } from './tick-operation.ts';

/** What one run of the minute schedule did, for its log. */
export interface ScheduleReport {
  /** The operations in progress that were looked at, with how they are now. */
  readonly ticked: readonly { readonly operation_id: string; readonly state: string }[];
  /** What AWS had restarted in stopped environments and is being stopped again. */
  readonly guarded: readonly {
    readonly environment: string;
    readonly operation_id: string;
    readonly databases: readonly string[];
  }[];
  /** What went wrong, one line each; the next run tries again. */
  readonly troubles: readonly string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const lookAtAll = async (
  ports: OrchestratorPorts,
  report: Mutable<ScheduleReport>,
): Promise<ReadonlySet<string>> => {
  const running = await ports.store.running();
  for (const operation of running) {
    try {
      const { id, progress } = await tickOperation(ports, operation);
      report.ticked.push({ operation_id: id, state: progress.state });
    } catch (caught) {
      report.troubles.push(`${operation.id}: ${describeError(caught)}`);
    }
  }
  return new Set(running.map(({ environment }) => environment));
};

/** Where a service has tasks, somebody uses the environment: then nothing was restarted behind people's backs. */
const restartedByAws = ({ services, databases }: EnvironmentState): readonly DatabaseState[] =>
  services.some(({ exempt, desired }) => exempt === undefined && desired > 0)
    ? []
    : databases.filter(
        ({ exempt, status }) =>
          exempt === undefined && (status === 'available' || status === 'starting'),
      );

/**
 * The restarts that these databases are found in: one that was found before, and could not be stopped since, or a new one. It must be read
 * before the next operation is begun, which is then its last.
 */
const restartsOf = async (
  { store, clock }: OrchestratorPorts,
  environment: string,
  databases: readonly string[],
): Promise<readonly RestartedDatabase[]> => {
  const now = clock.now();
  const known = restartsFrom(await store.guarding(), now);
  return databases.map((id) => {
    const last = known.findLast((each) => each.environment === environment && each.id === id);
    const isSame = last !== undefined && last.state !== 'succeeded';
    return { id, foundAt: isSame ? last.found_at : toIsoTime(now) };
  });
};

const guard = async (
  ports: OrchestratorPorts,
  environment: string,
  report: Mutable<ScheduleReport>,
): Promise<void> => {
  const { cloud, store, clock } = ports;
  if ((await store.wanted(environment)) !== 'stopped') {
    return;
  }
  const described = await cloud.describe(environment);
  const databases = described.ok ? restartedByAws(described.value).map(({ id }) => id) : [];
  const id = guardOperationId(environment, clock.now());
  if (databases.length === 0 || (await store.find(id)) !== undefined) {
    return;
  }
  const restarted = await restartsOf(ports, environment, databases);
  const wish = {
    id,
    kind: 'stop',
    environment,
    by: guardUser,
    dryRun: false,
    restarted,
  } as const;
  const begun = await beginOperation(ports, wish);
  if (begun.success) {
    report.guarded.push({ environment, operation_id: id, databases });
    ports.log?.warn('orchestrator.guard.stopped_again', {
      environment,
      operation_id: id,
      databases,
      reason: guardReason,
    });
  } else {
    report.troubles.push(`${environment}: ${begun.error.message}`);
  }
};

/**
 * What the function does every minute by itself. It looks at every operation in progress, so that a daemon that died strands nothing, and
 * stops again the databases that AWS restarted in an environment that people stopped, unless an operation holds it. It never rejects for one
 * environment's sake: what goes wrong is in the report.
 */
export const createOrchestratorSchedule =
  (ports: OrchestratorPorts) => async (): Promise<ScheduleReport> => {
    const report: Mutable<ScheduleReport> = { ticked: [], guarded: [], troubles: [] };
    const held = await lookAtAll(ports, report);
    for (const environment of ports.cloud.environments.keys()) {
      if (!held.has(environment)) {
        try {
          await guard(ports, environment, report);
        } catch (caught) {
          report.troubles.push(`${environment}: ${describeError(caught)}`);
        }
      }
    }
    if (report.troubles.length > 0) {
      ports.log?.error('orchestrator.schedule.troubles', { troubles: report.troubles });
    }
    return report;
  };
