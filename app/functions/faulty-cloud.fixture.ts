import type {
  Cloud,
  CloudCommand,
  CommandFailure,
  DatabaseState,
  EnvironmentState,
  ServiceState,
} from '../../lib/environment/cloud.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { fail, type Result, succeed } from '../../lib/kernel/result.ts';

/** What becomes of a command: carried out, carried out without an answer, lost on its way, the end of the function, or an answer. */
export type Mishap = 'none' | 'answer-lost' | 'command-lost' | 'crash' | CommandFailure;

/** A cloud of one environment that obeys at once, whose resources move on when they are told to, and to which mishaps happen. */
export interface FaultyCloud extends Cloud {
  state: EnvironmentState;
  /** What was carried out, in its order. */
  readonly carriedOut: readonly CloudCommand[];
  /** What happens to the next commands; nothing, where it is empty. */
  readonly mishaps: Mishap[];
  /** What happens to every command about the resource of that name. */
  readonly always: Map<string, CommandFailure>;
  /** Whether `describe` gets an answer. */
  answers: boolean;
  /** Lets everything under way get one state further. */
  moveOn(): void;
}

/** The state in which nothing is. */
export const nothing: EnvironmentState = { services: [], databases: [], stacks: [], snapshots: [] };

const next: Readonly<Record<string, string>> = {
  stopping: 'stopped',
  starting: 'available',
  'backing-up': 'available',
  modifying: 'available',
  creating: 'available',
  CREATE_IN_PROGRESS: 'CREATE_COMPLETE',
  DELETE_IN_PROGRESS: 'ABSENT',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_COMPLETE',
};

const movedOn = <R extends { readonly status: string }>(resource: R): R => ({
  ...resource,
  status: next[resource.status] ?? resource.status,
});

/** Autoscaling forces the count into its bounds, unless all of it is suspended. */
const withinBounds = (service: ServiceState): ServiceState => {
  const { scaling, desired } = service;
  return scaling === undefined || (scaling.suspended.dynamicOut && scaling.suspended.scheduled)
    ? service
    : { ...service, desired: Math.min(Math.max(desired, scaling.min), scaling.max) };
};

const ended = (state: EnvironmentState): EnvironmentState => {
  const stacks = state.stacks.map(movedOn);
  const gone = stacks.flatMap(({ status, databases }) => (status === 'ABSENT' ? databases : []));
  const come = stacks
    .filter(({ status }) => status === 'CREATE_COMPLETE')
    .flatMap(({ databases }) => databases)
    .filter((id) => !state.databases.some((database) => database.id === id))
    .map((id): DatabaseState => ({ id, kind: 'instance', status: 'available' }));
  return {
    services: state.services
      .map(withinBounds)
      .map((service) => ({ ...service, running: service.desired })),
    databases: [...state.databases.filter(({ id }) => !gone.includes(id)).map(movedOn), ...come],
    stacks,
    snapshots: state.snapshots.map(movedOn),
  };
};

type ServiceCommand = Extract<CloudCommand, { readonly service: string }>;

const changeService = (service: ServiceState, command: ServiceCommand): ServiceState => {
  const { scaling } = service;
  switch (command.do) {
    case 'set-desired':
      return { ...service, desired: command.desired };
    case 'tag-desired':
      return { ...service, taggedDesired: command.desired };
    case 'restore-scaling':
      return withinBounds({ ...service, scaling: command.scaling });
    case 'suspend-scaling': {
      const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };
      return scaling === undefined
        ? service
        : { ...service, scaling: { ...scaling, min: 0, suspended } };
    }
    default:
      return command satisfies never;
  }
};

const withSnapshot = (
  state: EnvironmentState,
  { snapshot, database }: Extract<CloudCommand, { do: 'snapshot-database' }>,
): EnvironmentState =>
  state.snapshots.some(({ id }) => id === snapshot)
    ? state
    : {
        ...state,
        snapshots: [
          { id: snapshot, database, status: 'creating', createdAt: '2026-01-05T09:00:00.000Z' },
          ...state.snapshots,
        ],
      };

const withStatus = (
  state: EnvironmentState,
  of: 'databases' | 'stacks',
  name: string,
  status: string,
): EnvironmentState =>
  of === 'databases'
    ? {
        ...state,
        databases: state.databases.map((each) => (each.id === name ? { ...each, status } : each)),
      }
    : {
        ...state,
        stacks: state.stacks.map((each) => (each.name === name ? { ...each, status } : each)),
      };

const afterCommand = (state: EnvironmentState, command: CloudCommand): EnvironmentState => {
  if ('service' in command) {
    const services = state.services.map((service) =>
      service.name === command.service ? changeService(service, command) : service,
    );
    return { ...state, services };
  }
  switch (command.do) {
    case 'stop-database':
      return withStatus(state, 'databases', command.database, 'stopping');
    case 'start-database':
      return withStatus(state, 'databases', command.database, 'starting');
    case 'snapshot-database':
      return withSnapshot(state, command);
    case 'delete-stack':
      return withStatus(state, 'stacks', command.stack, 'DELETE_IN_PROGRESS');
    case 'create-stack':
      return withStatus(state, 'stacks', command.stack, 'CREATE_IN_PROGRESS');
    default:
      return command satisfies never;
  }
};

const nameOf = (command: CloudCommand): string => {
  if ('service' in command) {
    return command.service;
  }
  return 'database' in command ? command.database : command.stack;
};

const lost: CommandFailure = { kind: 'unavailable', reason: 'no answer' };

/** Makes the cloud; `dev` is the environment of that state, and `prod` is protected and empty. */
export const createFaultyCloud = (initially: EnvironmentState): FaultyCloud => {
  const carriedOut: CloudCommand[] = [];
  const mishaps: Mishap[] = [];
  const always = new Map<string, CommandFailure>();
  const environments = new Map([
    ['dev', { protected: false }],
    ['prod', { protected: true }],
  ]);
  const obey = (command: CloudCommand): Result<undefined, CommandFailure> => {
    carriedOut.push(command);
    cloud.state = afterCommand(cloud.state, command);
    return succeed(undefined);
  };
  const cloud: FaultyCloud = {
    state: initially,
    carriedOut,
    mishaps,
    always,
    answers: true,
    environments,
    moveOn: () => {
      cloud.state = ended(cloud.state);
    },
    describe: async (environment) => {
      if (!cloud.answers) {
        return fail({ kind: 'unavailable', reason: 'no answer' });
      }
      return environments.has(environment)
        ? succeed(environment === 'dev' ? cloud.state : nothing)
        : fail({ kind: 'unknown-environment', known: [...environments.keys()] });
    },
    send: async (_, command) => {
      const mishap = always.get(nameOf(command)) ?? mishaps.shift() ?? 'none';
      switch (mishap) {
        case 'none':
          return obey(command);
        case 'answer-lost':
          obey(command);
          return fail(lost);
        case 'command-lost':
          return fail(lost);
        case 'crash':
          throw new Fault('PORT_UNAVAILABLE', 'the function ended here');
        default:
          return fail(mishap);
      }
    },
  };
  return cloud;
};
