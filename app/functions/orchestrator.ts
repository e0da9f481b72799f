import { z } from 'zod';
import { describeMismatch } from '../../lib/contract/describe-mismatch.ts';
import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { RequestOf, ResponseOf } from '../../lib/contract/function-call.ts';
import {
  type OperationProgress,
  orchestratorRequestSchema,
} from '../../lib/contract/orchestrator.ts';
import type { Cloud } from '../../lib/environment/cloud.ts';
import type { OperationKind } from '../../lib/environment/operation-store.ts';
import { restartsFrom } from '../../lib/environment/restarts.ts';
import { beginOperation } from './begin-operation.ts';
import { cancelOperation } from './cancel-operation.ts';
import { cloudRefusal } from './cloud-refusal.ts';
import type { OrchestratorPorts } from './orchestrator-ports.ts';
import { createOrchestratorSchedule, type ScheduleReport } from './orchestrator-schedule.ts';
import { followOperation } from './tick-operation.ts';

type Status = ResponseOf<'orchestrator', 'status'>;

type Guarded = ResponseOf<'orchestrator', 'guarded'>;

type Change = RequestOf<'orchestrator', 'stop' | 'start' | 'spinup' | 'teardown'>;

const status = async (
  cloud: Cloud,
  { environment }: RequestOf<'orchestrator', 'status'>,
): Promise<Status | ErrorEnvelope> => {
  const described = await cloud.describe(environment);
  if (!described.ok) {
    return cloudRefusal(described.error, environment);
  }
  const { services, databases } = described.value;
  return {
    success: true,
    environment,
    services: services.map(({ name, status: state, desired, running }) => ({
      name,
      status: state,
      desired,
      running,
    })),
    databases: databases.map(({ id, status: state }) => ({ id, status: state })),
  };
};

const guarded = async ({ store, clock }: OrchestratorPorts): Promise<Guarded> => ({
  success: true,
  restarted: [...restartsFrom(await store.guarding(), clock.now())],
});

/** What an EventBridge rule with a schedule sends. */
const minuteEventSchema = z.looseObject({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
});

const isMinuteEvent = (event: unknown): boolean => minuteEventSchema.safeParse(event).success;

const kindOf = (change: Change): OperationKind =>
  change.action === 'teardown' ? `teardown-${change.level}` : change.action;

const begin = (
  ports: OrchestratorPorts,
  change: Change,
): Promise<OperationProgress | ErrorEnvelope> =>
  beginOperation(ports, {
    id: change.operation_id,
    kind: kindOf(change),
    environment: change.environment,
    by: change.user_info,
    dryRun: change.dry_run ?? false,
  });

/**
 * The function that looks after environments. It takes any event and answers by the contract of `orchestrator`; what
 * is not in the contract is INVALID_REQUEST, but for EventBridge's event of every minute. It rejects only where something
 * unexpected happened, and whatever it had begun then is carried on by the next look at it.
 */
export const createOrchestrator = (ports: OrchestratorPorts) => {
  const runSchedule = createOrchestratorSchedule(ports);
  return async (
    event: unknown,
  ): Promise<Status | OperationProgress | Guarded | ScheduleReport | ErrorEnvelope> => {
    if (isMinuteEvent(event)) {
      return runSchedule();
    }
    const parsed = orchestratorRequestSchema.safeParse(event);
    if (!parsed.success) {
      return refuse(
        'INVALID_REQUEST',
        `The request is not valid. ${describeMismatch(parsed.error)}`,
      );
    }
    const request = parsed.data;
    switch (request.action) {
      case 'status':
        return status(ports.cloud, request);
      case 'guarded':
        return guarded(ports);
      case 'operation':
        return followOperation(ports, request.operation_id);
      case 'cancel':
        return cancelOperation(ports, request.operation_id, request.user_info);
      case 'stop':
      case 'start':
      case 'spinup':
      case 'teardown':
        return begin(ports, request);
      default:
        return request satisfies never;
    }
  };
};
