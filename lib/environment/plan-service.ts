import type { CloudCommand, ServiceScaling, ServiceState } from './cloud.ts';
import type { RememberedService } from './operation-store.ts';
import {
  isOurs,
  reached,
  running,
  type Step,
  type StepVerdict,
  skipped,
  waiting,
} from './step-verdict.ts';

const isSuspended = ({ min, suspended }: ServiceScaling): boolean =>
  min === 0 && suspended.dynamicIn && suspended.dynamicOut && suspended.scheduled;

const isSameScaling = (one: ServiceScaling, other: ServiceScaling): boolean =>
  one.min === other.min &&
  one.max === other.max &&
  one.suspended.dynamicIn === other.suspended.dynamicIn &&
  one.suspended.dynamicOut === other.suspended.dynamicOut &&
  one.suspended.scheduled === other.suspended.scheduled;

const tasks = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);

const memoryOf = ({ name, desired, scaling }: ServiceState): RememberedService => ({
  service: name,
  desired,
  ...(scaling === undefined ? {} : { scaling }),
});

/** The commands that bring a service to nothing: its scaling first, so that nothing wakes it. */
const stopping = (service: ServiceState, remembered: number): readonly CloudCommand[] => {
  const { name, scaling, taggedDesired } = service;
  const commands: CloudCommand[] = [];
  if (taggedDesired !== remembered) {
    commands.push({ do: 'tag-desired', service: name, desired: remembered });
  }
  if (scaling !== undefined && !isSuspended(scaling)) {
    commands.push({ do: 'suspend-scaling', service: name });
  }
  return [...commands, { do: 'set-desired', service: name, desired: 0 }];
};

/**
 * Stops a service. What it was is remembered before anything is sent, and only while it has tasks and nothing is remembered: neither a
 * count of 0 nor a second stop takes the place of the first.
 */
export const stopService = (
  service: ServiceState,
  memory: RememberedService | undefined,
  before: Step | undefined,
): StepVerdict => {
  if (service.exempt !== undefined) {
    return skipped(service.exempt);
  }
  if (service.desired > 0) {
    const kept = memory ?? memoryOf(service);
    return {
      ...running(`${tasks(service.desired)} to stop`, stopping(service, kept.desired)),
      ...(memory === undefined ? { remember: kept } : {}),
    };
  }
  return service.running > 0 && isOurs(before)
    ? waiting(before, `${tasks(service.running)} still ${service.running === 1 ? 'runs' : 'run'}`)
    : reached(before, 'it was stopped already');
};

/** How many tasks a service without a memory gets: as its tag says, or its scaling, or one. */
const usualCount = ({ taggedDesired, scaling }: ServiceState): number =>
  [taggedDesired, scaling?.min].find((count) => count !== undefined && count > 0) ?? 1;

/** The scaling that a service gets back where none is remembered: what a stop suspends goes on, and the least count stays as it is. */
const resumed = (scaling: ServiceScaling | undefined): ServiceScaling | undefined =>
  scaling !== undefined && isSuspended(scaling)
    ? { ...scaling, suspended: { dynamicIn: false, dynamicOut: false, scheduled: false } }
    : undefined;

/**
 * What a stopped service is started as of which nothing is remembered. It is remembered before anything is sent, so that a start whose answers
 * were lost still knows it.
 */
const usual = (service: ServiceState): RememberedService => {
  const scaling = resumed(service.scaling);
  return {
    service: service.name,
    desired: usualCount(service),
    ...(scaling === undefined ? {} : { scaling }),
  };
};

/** The commands that bring a service back: its count first, because bounds force the count at once. */
const starting = (service: ServiceState, memory: RememberedService): readonly CloudCommand[] => {
  const { name, desired, scaling } = service;
  const commands: CloudCommand[] = [];
  if (desired < memory.desired) {
    commands.push({ do: 'set-desired', service: name, desired: memory.desired });
  }
  const restored = memory.scaling ?? resumed(scaling);
  if (restored !== undefined && scaling !== undefined && !isSameScaling(scaling, restored)) {
    commands.push({ do: 'restore-scaling', service: name, scaling: restored });
  }
  return commands;
};

/**
 * Starts a service with the count and the scaling that are remembered. What is remembered is forgotten once the service runs as it
 * did, and not before.
 */
export const startService = (
  service: ServiceState,
  memory: RememberedService | undefined,
  before: Step | undefined,
): StepVerdict => {
  const { name, desired, exempt } = service;
  if (exempt !== undefined) {
    return skipped(exempt);
  }
  const wanted = memory ?? (desired === 0 ? usual(service) : undefined);
  const commands = wanted === undefined ? [] : starting(service, wanted);
  if (wanted !== undefined && commands.length > 0) {
    return {
      ...running(`${tasks(Math.max(desired, wanted.desired))} to start`, commands),
      ...(memory === undefined ? { remember: wanted } : {}),
    };
  }
  const isFound = memory === undefined && !isOurs(before);
  if (service.running < desired && !isFound) {
    return waiting(before, `${service.running} of ${tasks(desired)} run`);
  }
  return {
    ...reached(before, 'it runs already'),
    ...(memory === undefined ? {} : { forget: name }),
  };
};
