import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createNamedTimers } from '../kernel/named-timers.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { StepPorts } from './before-start.ts';
import { type Look, nextStep, type Step } from './next-step.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';

/** What a follower works with. */
export interface FollowerPorts {
  readonly steps: StepPorts;
  readonly load: (id: RequestId) => Promise<ApprovalRequest | undefined>;
  /** Records what a step came to. */
  readonly take: (request: ApprovalRequest, command: RequestCommand) => Promise<void>;
  /** Tells people where the request stands; returns at once. `look` is how far its execution is, if it has just looked. */
  readonly tell: (request: ApprovalRequest, look?: Look) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Brings requests on as far as they go by themselves. */
export interface Follower {
  /** Begins to follow a request; returns at once. One request is followed once at a time. */
  follow(id: RequestId): void;
  /** Tries nothing again from now on: what waits or fails is left to the next process. */
  rest(): void;
  /** Resolves when nothing is being followed; what waits for another try is left to it, or to the next process. */
  idle(): Promise<void>;
}

/** How often a step is tried that may work a little later: with pauses from a second to a minute, for a quarter of an hour. */
const maxTries = 20;
const firstPause: Millis = 1_000;
const longestPause: Millis = 60_000;

/** Between two looks at what goes on by itself: soon after it has moved, because the next step may be done in seconds too. */
const firstLook: Millis = 1_000;
const longestLook: Millis = 15_000;

/** A longer sleep is slept in parts: the clock may be set meanwhile, and timers cannot be set for longer than 24 days. */
const longestSleep: Millis = 10 * 60_000;

/**
 * What a round came to. `again`: it did not work; `moved`: it goes on and is further than before; `look`: it goes on; a time: nothing
 * happens before it.
 */
type RoundEnd = 'on' | 'again' | 'moved' | 'look' | 'wait' | { readonly until: EpochMillis };

const failInternal: RequestCommand = {
  do: 'fail',
  code: 'INTERNAL',
  reason: 'something went wrong inside Quartermaster; an operator finds it in the log',
};

/** The next step; when finding it throws, it is tried again, and only what has not begun may end by that. */
const findStep = async (request: ApprovalRequest, { steps, log }: FollowerPorts): Promise<Step> => {
  try {
    return await nextStep(request, steps);
  } catch (error) {
    log.error('request.step_failed', { request_id: request.id, error: describeError(error) });
    return {
      kind: 'again',
      why: 'INTERNAL',
      ...(request.status === 'running' ? {} : { command: failInternal }),
    };
  }
};

/** What was seen of each request at its last look. */
interface Sightings {
  /** Whether this look differs from the last one, which it takes the place of. */
  readonly moved: (id: RequestId, look: Look) => boolean;
  readonly forget: (id: RequestId) => void;
}

const createSightings = (): Sightings => {
  const last = new Map<RequestId, string>();
  return {
    moved: (id, look) => {
      const before = last.get(id);
      const now = JSON.stringify(look);
      last.set(id, now);
      return before !== now;
    },
    forget: (id) => {
      last.delete(id);
    },
  };
};

/** One round: tell, find the next step, take it. `again`: the same later; `on`: another round at once. */
const round = async (
  id: RequestId,
  tries: number,
  ports: FollowerPorts,
  seen: Sightings,
): Promise<RoundEnd> => {
  const request = await ports.load(id);
  if (request === undefined) {
    return 'wait';
  }
  ports.tell(request);
  const step = await findStep(request, ports);
  if (step.kind === 'wait') {
    return 'wait';
  }
  if (step.kind === 'sleep') {
    return { until: step.until };
  }
  if (step.kind === 'underway') {
    ports.tell(request, step.look);
    return seen.moved(id, step.look) ? 'moved' : 'look';
  }
  if (step.kind === 'again' && tries < maxTries) {
    ports.log.warn('request.step_postponed', { request_id: id, why: step.why, tries });
    return 'again';
  }
  if (step.command === undefined) {
    const isPatient = step.kind === 'again' && step.isPatient === true;
    if (tries === maxTries || !isPatient) {
      ports.log.error('request.stuck', { request_id: id, status: request.status });
    }
    return isPatient ? 'again' : 'wait';
  }
  await ports.take(request, step.command);
  return 'on';
};

/** Which try it is of a step that did not work, and which look at one that goes on by itself; from 1. */
interface Count {
  readonly tries: number;
  readonly looks: number;
}

const pauseAfter = (count: number, first: Millis, longest: Millis): Millis =>
  Math.min(longest, first * 2 ** Math.min(count - 1, 10));

/** When a request is looked at again that goes on by itself or did not work, and which try and look that will be. */
const planNext = (
  end: Exclude<RoundEnd, 'on' | 'wait'>,
  tries: number,
  looks: number,
  now: EpochMillis,
): { readonly delay: Millis; readonly count: Count } => {
  if (end === 'again') {
    const delay = pauseAfter(tries, firstPause, longestPause);
    return { delay, count: { tries: tries + 1, looks } };
  }
  if (typeof end === 'object') {
    const delay = Math.min(longestSleep, Math.max(0, end.until - now));
    return { delay, count: { tries: 1, looks: 1 } };
  }
  const look = end === 'moved' ? 1 : looks;
  const delay = pauseAfter(look, firstLook, longestLook);
  return { delay, count: { tries: 1, looks: look + 1 } };
};

/** A follower over the steps of requests. */
export const createFollower = (ports: FollowerPorts): Follower => {
  const { clock, log } = ports;
  const inTurn = createSequence();
  const postponed = createNamedTimers(clock);
  const seen = createSightings();

  const rounds = async (id: RequestId, first: Count): Promise<void> => {
    // Whoever comes now takes the place of the try that waits: only here, as the turn before may have set it meanwhile.
    postponed.cancel(id);
    let { tries } = first;
    let end = await round(id, tries, ports, seen);
    while (end === 'on') {
      tries = 1;
      end = await round(id, tries, ports, seen);
    }
    if (end === 'wait') {
      seen.forget(id);
      return;
    }
    const { delay, count } = planNext(end, tries, first.looks, clock.now());
    postponed.set(id, delay, () => begin(id, count));
  };

  const begin = (id: RequestId, count: Count): void => {
    // A rejection means that the ledger cannot be written: nothing more happens until the restart, which resumes.
    inTurn
      .run(id, () => rounds(id, count))
      .catch((error: unknown) =>
        log.error('request.stopped', { request_id: id, error: describeError(error) }),
      );
  };

  return {
    follow: (id) => begin(id, { tries: 1, looks: 1 }),
    rest: () => postponed.rest(),
    idle: () => inTurn.idle(),
  };
};
