import { describeMismatch } from '../../lib/contract/describe-mismatch.ts';
import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { RequestOf, ResponseOf } from '../../lib/contract/function-call.ts';
import { orchestratorRequestSchema } from '../../lib/contract/orchestrator.ts';
import type { Cloud, CloudFailure } from '../../lib/environment/cloud.ts';

/** What the orchestrator works on. */
export interface OrchestratorPorts {
  readonly cloud: Cloud;
}

const refusalOf = (failure: CloudFailure, environment: string): ErrorEnvelope => {
  switch (failure.kind) {
    case 'unknown-environment':
      return refuse(
        'ENVIRONMENT_UNKNOWN',
        `There is no environment "${environment}". Choose one of: ${failure.known.join(', ')}.`,
      );
    case 'unavailable':
      return refuse(
        'UPSTREAM_UNAVAILABLE',
        `The cloud did not answer (${failure.reason}). Try again in a minute.`,
      );
    default:
      return failure satisfies never;
  }
};

const status = async (
  cloud: Cloud,
  request: RequestOf<'orchestrator', 'status'>,
): Promise<ResponseOf<'orchestrator', 'status'> | ErrorEnvelope> => {
  const described = await cloud.describe(request.environment);
  if (!described.ok) {
    return refusalOf(described.error, request.environment);
  }
  const { services, databases } = described.value;
  return {
    success: true,
    environment: request.environment,
    services: services.map(({ name, status: state, desired, running }) => ({
      name,
      status: state,
      desired,
      running,
    })),
    databases: databases.map(({ id, status: state }) => ({ id, status: state })),
  };
};

/**
 * The function that looks after environments. It takes any event and answers by the contract of `orchestrator`; what
 * is not in the contract is INVALID_REQUEST. It rejects only where something unexpected happened.
 */
export const createOrchestrator =
  ({ cloud }: OrchestratorPorts) =>
  async (event: unknown): Promise<ResponseOf<'orchestrator', 'status'> | ErrorEnvelope> => {
    const request = orchestratorRequestSchema.safeParse(event);
    return request.success
      ? status(cloud, request.data)
      : refuse('INVALID_REQUEST', `The request is not valid. ${describeMismatch(request.error)}`);
  };
