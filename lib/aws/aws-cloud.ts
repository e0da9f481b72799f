import type {
  Cloud,
  CloudCommand,
  CommandFailure,
  EnvironmentState,
} from '../environment/cloud.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { readAwsError } from './aws-error.ts';
import { sendCommand } from './cloud-commands.ts';
import { describeStack } from './cloudformation-stacks.ts';
import { describeServices } from './ecs-services.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import type {
  EnvironmentConfiguration,
  OrchestratorConfiguration,
} from './orchestrator-configuration.ts';
import { describeDatabases } from './rds-databases.ts';
import { describeSnapshots } from './rds-snapshots.ts';

const isProtected = (name: string, { protected: said }: EnvironmentConfiguration): boolean =>
  said ?? name.startsWith('prod');

const describeEnvironment = async (
  clients: OrchestratorClients,
  name: string,
  configuration: EnvironmentConfiguration,
): Promise<EnvironmentState> => {
  const [services, databases, stacks] = await Promise.all([
    describeServices(clients, name, configuration),
    describeDatabases(clients, name, configuration),
    Promise.all(configuration.stacks.map((stack) => describeStack(clients, name, stack))),
  ]);
  const ids = new Set([...configuration.databases, ...databases.map(({ state }) => state.id)]);
  return {
    services: services.map(({ state }) => state),
    databases: databases.map(({ state }) => state),
    stacks,
    snapshots: await describeSnapshots(clients, name, [...ids]),
  };
};

const takesDown = (command: CloudCommand): boolean =>
  command.do === 'suspend-scaling' ||
  command.do === 'stop-database' ||
  command.do === 'delete-stack' ||
  (command.do === 'set-desired' && command.desired === 0);

const commandFailureOf = (caught: unknown): CommandFailure => {
  const { kind, reason } = readAwsError(caught);
  return { kind: kind === 'exists' || kind === 'full' ? 'refused' : kind, reason };
};

/**
 * The environments of an AWS account. A resource is touched only if it stands in the configuration and has the tag
 * `Environment=<name>`; one without the tag is shown as exempt. A protected environment refuses whatever takes something down.
 */
export const createAwsCloud = (
  clients: OrchestratorClients,
  { environments }: Pick<OrchestratorConfiguration, 'environments'>,
): Cloud => {
  const configured = new Map(Object.entries(environments));
  const send = async (
    name: string,
    command: CloudCommand,
  ): Promise<Result<undefined, CommandFailure>> => {
    const configuration = configured.get(name);
    if (configuration === undefined) {
      return fail({ kind: 'refused', reason: `there is no environment ${name}` });
    }
    if (isProtected(name, configuration) && takesDown(command)) {
      return fail({ kind: 'refused', reason: `${name} is protected` });
    }
    try {
      return await sendCommand({ clients, name, configuration }, command);
    } catch (caught) {
      return fail(commandFailureOf(caught));
    }
  };
  return {
    environments: new Map(
      [...configured].map(([name, each]) => [name, { protected: isProtected(name, each) }]),
    ),
    describe: async (name) => {
      const configuration = configured.get(name);
      if (configuration === undefined) {
        return fail({ kind: 'unknown-environment', known: [...configured.keys()] });
      }
      try {
        return succeed(await describeEnvironment(clients, name, configuration));
      } catch (caught) {
        return fail({ kind: 'unavailable', reason: readAwsError(caught).reason });
      }
    },
    send,
  };
};
