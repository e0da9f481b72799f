import { expect } from '@jest/globals';
import type {
  Cloud,
  CloudCommand,
  CommandFailure,
  DatabaseState,
  EnvironmentState,
  ServiceScaling,
  ServiceState,
  StackState,
} from '../../lib/environment/cloud.ts';

/**
 * A cloud of one's own with two environments, in which everything runs. `acme` is not protected and holds this and nothing else:
 * - services: `api` (2 tasks, scaled as {@link scalingOfApi}), `vpn` (1 task, exempt) and `worker` (3 tasks, not scaled);
 * - databases: `acme-db` (instance), `acme-orders` (Aurora cluster) and `acme-replica` (instance, exempt);
 * - stacks, in this order: `acme-data`, with which `acme-db` comes and goes, and `acme-app`, with which `api` and `worker` do.
 *
 * `safe` is protected and holds the service `api` (2 tasks) alone.
 */
export interface CloudBench {
  readonly cloud: Cloud;
  /** Lets everything that is under way come to its end: tasks, databases, snapshots and stacks. */
  elapse(): Promise<void>;
  dispose(): Promise<void>;
}

/** The scaling of `api`; one of its kinds is suspended, so that it shows what is restored. */
export const scalingOfApi: ServiceScaling = {
  min: 2,
  max: 6,
  suspended: { dynamicIn: true, dynamicOut: false, scheduled: false },
};

/** Gives the bench of the running test. */
export type GetBench = () => CloudBench;

/** Looks at an environment that must be there. */
export const look = async (
  { cloud }: CloudBench,
  environment = 'acme',
): Promise<EnvironmentState> => {
  const described = await cloud.describe(environment);
  if (!described.ok) {
    throw new Error(`${environment} could not be described: ${JSON.stringify(described.error)}`);
  }
  return described.value;
};

/** The service of that name as it is now. */
export const serviceIn = async (
  bench: CloudBench,
  name: string,
): Promise<ServiceState | undefined> =>
  (await look(bench)).services.find((service) => service.name === name);

/** The database of that id as it is now. */
export const databaseIn = async (
  bench: CloudBench,
  id: string,
): Promise<DatabaseState | undefined> =>
  (await look(bench)).databases.find((database) => database.id === id);

/** The stack of that name as it is now. */
export const stackIn = async (bench: CloudBench, name: string): Promise<StackState | undefined> =>
  (await look(bench)).stacks.find((stack) => stack.name === name);

/** Sends commands that must all be taken, one after the other. */
export const take = async (
  { cloud }: CloudBench,
  ...commands: readonly CloudCommand[]
): Promise<void> => {
  for (const command of commands) {
    expect({ command, sent: await cloud.send('acme', command) }).toEqual({
      command,
      sent: { ok: true, value: undefined },
    });
  }
};

/** Sends a command that must fail, with a reason for people, and answers how; `taken` if it does not fail. */
export const failureOf = async (
  { cloud }: CloudBench,
  command: CloudCommand,
  environment = 'acme',
): Promise<CommandFailure['kind'] | 'taken'> => {
  const sent = await cloud.send(environment, command);
  if (sent.ok) {
    return 'taken';
  }
  expect(sent.error.reason).not.toBe('');
  return sent.error.kind;
};
