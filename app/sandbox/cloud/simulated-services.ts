import type {
  CloudCommand,
  CommandFailure,
  ServiceScaling,
  ServiceState,
} from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import type { ServiceSeed } from './environments.ts';
import { createSimulatedTasks, type SimulatedTasks } from './simulated-tasks.ts';

interface Service {
  readonly name: string;
  readonly tasks: SimulatedTasks;
  exempt: string | undefined;
  scaling: ServiceScaling | undefined;
  taggedDesired: number | undefined;
}

type ServiceCommand = Extract<CloudCommand, { readonly service: string }>;

/** What of a service can be changed from outside. Where `running` is left out, the tasks follow the count. */
export type ServiceChange = Partial<Omit<ServiceState, 'name' | 'status'>>;

/** The services of one environment: their tasks follow the count that is wanted, after a while. */
export interface SimulatedServices {
  /** Brings a service into being, with its tasks running. */
  add(seed: ServiceSeed): void;
  /** Changes one as somebody in the console would, and adds it where there is none; what is left out stays. */
  change(name: string, state: ServiceChange, now: EpochMillis): void;
  remove(name: string): void;
  settle(now: EpochMillis): void;
  list(): readonly ServiceState[];
  take(command: ServiceCommand, now: EpochMillis): CommandFailure | undefined;
}

const describe = ({ name, tasks, exempt, scaling, taggedDesired }: Service): ServiceState => ({
  name,
  status: tasks.status,
  desired: tasks.desired,
  running: tasks.running,
  ...(scaling === undefined ? {} : { scaling }),
  ...(taggedDesired === undefined ? {} : { taggedDesired }),
  ...(exempt === undefined ? {} : { exempt }),
});

const createService = ({ name, tasks, scaling, exempt }: ServiceSeed, delay: Millis): Service => ({
  name,
  tasks: createSimulatedTasks(tasks, delay),
  exempt,
  scaling,
  taggedDesired: undefined,
});

const refusalOf = (
  { exempt, scaling }: Service,
  command: ServiceCommand,
): CommandFailure | undefined => {
  if (exempt !== undefined) {
    return { kind: 'refused', reason: exempt };
  }
  if (command.do === 'tag-desired' && command.desired === 0) {
    return { kind: 'refused', reason: 'a count of 0 is never written' };
  }
  return command.do.endsWith('-scaling') && scaling === undefined
    ? { kind: 'gone', reason: `nothing scales ${command.service}` }
    : undefined;
};

const apply = (service: Service, command: ServiceCommand, now: EpochMillis): void => {
  switch (command.do) {
    case 'set-desired':
      service.tasks.scaleTo(command.desired, now);
      break;
    case 'tag-desired':
      service.taggedDesired = command.desired;
      break;
    case 'suspend-scaling':
      service.scaling = {
        min: 0,
        max: service.scaling?.max ?? 0,
        suspended: { dynamicIn: true, dynamicOut: true, scheduled: true },
      };
      break;
    case 'restore-scaling':
      service.scaling = command.scaling;
      // Application Auto Scaling does this the moment a target is registered.
      service.tasks.keepWithin(command.scaling, now);
      break;
    default:
      command satisfies never;
  }
};

/** Makes the services; `delay` is how long tasks take to start and to end. */
export const createSimulatedServices = (delay: Millis): SimulatedServices => {
  const services = new Map<string, Service>();

  return {
    add: (seed) => {
      services.set(seed.name, createService(seed, delay));
    },
    change: (name, { desired, running, ...state }, now) => {
      const service = services.get(name) ?? createService({ name, tasks: desired ?? 1 }, delay);
      services.set(name, Object.assign(service, state));
      service.tasks.scaleTo(desired ?? service.tasks.desired, now);
      if (running !== undefined) {
        service.tasks.run(running, now);
      }
    },
    remove: (name) => {
      services.delete(name);
    },
    settle: (now) => {
      for (const { scaling, tasks } of services.values()) {
        // What is not suspended wakes a service that has fewer tasks than it should.
        if (scaling !== undefined && !scaling.suspended.dynamicOut) {
          tasks.keepWithin(scaling, now);
        }
        tasks.settle(now);
      }
    },
    list: () => [...services.values()].map(describe),
    take: (command, now) => {
      const service = services.get(command.service);
      if (service === undefined) {
        return { kind: 'gone', reason: `there is no service ${command.service}` };
      }
      const refusal = refusalOf(service, command);
      if (refusal === undefined) {
        apply(service, command, now);
      }
      return refusal;
    },
  };
};
