import type { CloudCommand, CommandFailure } from '../environment/cloud.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { createStack, deleteStack, describeStack } from './cloudformation-stacks.ts';
import { registerScaling } from './ecs-scaling.ts';
import { findService, setDesired, tagDesired } from './ecs-services.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import type { EnvironmentConfiguration, StackConfiguration } from './orchestrator-configuration.ts';
import { describeDatabases, switchDatabase } from './rds-databases.ts';
import { snapshotDatabase } from './rds-snapshots.ts';
import { whyForeign } from './resource-tags.ts';

/** One environment of the account, to which commands are sent. */
export interface CommandedEnvironment {
  readonly clients: OrchestratorClients;
  readonly name: string;
  readonly configuration: EnvironmentConfiguration;
}

type Sent = Result<undefined, CommandFailure>;
type ServiceCommand = Extract<CloudCommand, { readonly service: string }>;
type DatabaseCommand = Extract<CloudCommand, { readonly database: string }>;
type StackCommand = Extract<CloudCommand, { readonly stack: string }>;

const sent: Sent = succeed(undefined);
const gone = (reason: string): Sent => fail({ kind: 'gone', reason });
const refused = (reason: string): Sent => fail({ kind: 'refused', reason });

const sendToService = async (
  { clients, name, configuration }: CommandedEnvironment,
  command: ServiceCommand,
): Promise<Sent> => {
  const found = await findService(clients, name, configuration, command.service);
  if (found === undefined) {
    return gone(`there is no service ${command.service}`);
  }
  const { place, state } = found;
  if (state.exempt !== undefined) {
    return refused(`${command.service} is not touched: ${state.exempt}`);
  }
  switch (command.do) {
    case 'set-desired':
      await setDesired(clients, place, command.desired);
      return sent;
    case 'tag-desired':
      if (command.desired < 1) {
        return refused('a count of 0 is never written into the tag');
      }
      await tagDesired(clients, place, command.desired);
      return sent;
    case 'suspend-scaling':
    case 'restore-scaling': {
      const { scaling } = state;
      if (scaling === undefined) {
        // To register it would make a scaling that nobody asked for.
        return gone(`nothing scales ${command.service}`);
      }
      const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };
      const wanted =
        command.do === 'restore-scaling' ? command.scaling : { ...scaling, min: 0, suspended };
      await registerScaling(clients, place.cluster, place.service, wanted);
      return sent;
    }
    default:
      return command satisfies never;
  }
};

const sendToDatabase = async (
  { clients, name, configuration }: CommandedEnvironment,
  command: DatabaseCommand,
): Promise<Sent> => {
  const databases = await describeDatabases(clients, name, configuration);
  const found = databases.find(({ state }) => state.id === command.database);
  if (found === undefined) {
    return gone(`there is no database ${command.database}`);
  }
  const { state: database, tags } = found;
  // One that cannot be stopped can be saved before its stack goes.
  const reason = command.do === 'snapshot-database' ? whyForeign(tags, name) : database.exempt;
  if (reason !== undefined) {
    return refused(`${command.database} is not touched: ${reason}`);
  }
  if (command.do === 'snapshot-database') {
    await snapshotDatabase(clients, name, database, command.snapshot, command.operationId);
  } else {
    await switchDatabase(clients, database, command.do === 'stop-database' ? 'stop' : 'start');
  }
  return sent;
};

const deleteIfAllowed = async (
  { clients, name }: CommandedEnvironment,
  configured: StackConfiguration,
  operationId: string,
): Promise<Sent> => {
  const state = await describeStack(clients, name, configured);
  const { status } = state;
  if (status === 'ABSENT') {
    return gone(`there is no stack ${state.name}`);
  }
  if (state.exempt !== undefined) {
    return refused(`${state.name} is not touched: ${state.exempt}`);
  }
  if (state.terminationProtected) {
    return refused(`${state.name} has termination protection`);
  }
  if (status.endsWith('_IN_PROGRESS') && status !== 'DELETE_IN_PROGRESS') {
    return fail({ kind: 'wait', reason: `${state.name} is ${status}` });
  }
  await deleteStack(clients, state.name, operationId);
  return sent;
};

const sendToStack = async (
  environment: CommandedEnvironment,
  command: StackCommand,
): Promise<Sent> => {
  const { clients, name, configuration } = environment;
  const configured = configuration.stacks.find((stack) => stack.name === command.stack);
  if (configured === undefined) {
    return refused(`${command.stack} is no stack of ${name}`);
  }
  if (command.do === 'delete-stack') {
    return deleteIfAllowed(environment, configured, command.operationId);
  }
  const unknown = Object.keys(command.snapshots).find(
    (id) => !Object.hasOwn(configured.snapshot_parameters, id),
  );
  if (unknown !== undefined) {
    return refused(`${command.stack} has no parameter for a snapshot of ${unknown}`);
  }
  await createStack(clients, name, configured, command.snapshots, command.operationId);
  return sent;
};

/**
 * Sends one command to the resource that it names, after a look at it: what is not in the configuration or not tagged is not
 * touched. Rejects with what the SDK threw.
 */
export const sendCommand = (
  environment: CommandedEnvironment,
  command: CloudCommand,
): Promise<Sent> => {
  if ('service' in command) {
    return sendToService(environment, command);
  }
  return 'database' in command
    ? sendToDatabase(environment, command)
    : sendToStack(environment, command);
};
