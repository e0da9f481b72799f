import { expect } from '@jest/globals';
import type { DatabaseState, EnvironmentState, ServiceState } from '../../lib/environment/cloud.ts';
import { nothing } from './faulty-cloud.fixture.ts';

/** A service that runs as many tasks as it should. */
export const service = (name: string, desired: number): ServiceState => ({
  name,
  status: 'RUNNING',
  desired,
  running: desired,
});

/** A database instance. */
export const database = (id: string, status = 'available'): DatabaseState => ({
  id,
  kind: 'instance',
  status,
});

/** An environment with two services and a database. */
export const dev: EnvironmentState = {
  ...nothing,
  services: [service('api', 3), service('worker', 1)],
  databases: [database('acme-dev-db')],
};

/** The orchestrator's refusal with this code. */
export const refusal = (code: string, message: unknown = expect.any(String)) => ({
  success: false,
  error: { code, message },
});
