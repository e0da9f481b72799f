import type { EnvironmentState, ServiceState } from '../../../lib/environment/cloud.ts';

const running = (name: string, tasks: number): ServiceState => ({
  name,
  status: 'RUNNING',
  desired: tasks,
  running: tasks,
});

/** The environments of the sandbox as they are when it starts. */
export const environments = {
  dev: {
    services: [running('api', 2), running('worker', 1)],
    databases: [{ id: 'acme-dev-db', status: 'available' }],
  },
  staging: {
    services: [running('api', 2), running('worker', 2), running('web', 2)],
    databases: [{ id: 'acme-staging-db', status: 'available' }],
  },
  prod: {
    services: [running('api', 6), running('worker', 4), running('web', 4)],
    databases: [
      { id: 'acme-prod-db', status: 'available' },
      { id: 'acme-prod-reports', status: 'available' },
    ],
  },
} as const satisfies Record<string, EnvironmentState>;
