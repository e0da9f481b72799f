import type {
  CloudCommand,
  CommandFailure,
  ServiceScaling,
  ServiceState,
} from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import { become, type Changing, settle, steady } from './changing.ts';
import type { ServiceSeed } from './environments.ts';

interface Service {
  readonly name: string;
  exempt: string | undefined;
  desired: number;
  readonly running: Changing<number>;
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

const statusOf = (desired: number, running: number): string => {
  if (desired === 0) {
    return running === 0 ? 'STOPPED' : 'STOPPING';
  }
  return running < desired ? 'STARTING' : 'RUNNING';
};

const describe = ({ name, exempt, desired, running, scaling, taggedDesired }: Service) => ({
  name,
  status: statusOf(desired, running.current),
  desired,
  running: running.current,
  ...(scaling === undefined ? {} : { scaling }),
  ...(taggedDesired === undefined ? {} : { taggedDesired }),
  ...(exempt === undefined ? {} : { exempt }),
});

const createService = ({ name, tasks, scaling, exempt }: ServiceSeed): Service => ({
  name,
  exempt,
  desired: tasks,
  running: steady(tasks),
  scaling,
  taggedDesired: undefined,
});

/** Makes the services; `delay` is how long tasks take to start and to end. */
export const createSimulatedServices = (delay: Millis): SimulatedServices => {
  const services = new Map<string, Service>();

  const setDesired = (service: Service, desired: number, now: EpochMillis): void => {
    if (service.desired !== desired) {
      service.desired = desired;
      become(service.running, now, service.running.current, [delay, desired]);
    }
  };

  /** Application Auto Scaling does this the moment a target is registered. */
  const forceIntoBounds = (service: Service, { min, max }: ServiceScaling, now: EpochMillis) =>
    setDesired(service, Math.min(Math.max(service.desired, min), max), now);

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
        setDesired(service, command.desired, now);
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
        forceIntoBounds(service, command.scaling, now);
        break;
      default:
        command satisfies never;
    }
  };

  return {
    add: (seed) => {
      services.set(seed.name, createService(seed));
    },
    change: (name, { desired, running, ...state }, now) => {
      const service = services.get(name) ?? createService({ name, tasks: desired ?? 1 });
      services.set(name, Object.assign(service, state));
      setDesired(service, desired ?? service.desired, now);
      if (running !== undefined) {
        become(service.running, now, running);
      }
    },
    remove: (name) => {
      services.delete(name);
    },
    settle: (now) => {
      for (const service of services.values()) {
        // What is not suspended wakes a service that has fewer tasks than it should.
        if (service.scaling !== undefined && !service.scaling.suspended.dynamicOut) {
          forceIntoBounds(service, service.scaling, now);
        }
        settle(service.running, now);
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
