import type { Clock, EpochMillis, Millis } from '../../../../lib/kernel/clock.ts';

/**
 * How often a method may be called: Slack's tiers for most; `posts` for chat.postMessage, which is limited by channel
 * and by workspace; `special` for auth.test.
 */
export type RateTier = 'tier 2' | 'tier 3' | 'tier 4' | 'posts' | 'special';

/** A call whose token has named the app. */
export interface LimitedCall {
  readonly method: string;
  readonly tier: RateTier;
  /** Where a post goes; the other tiers do not look at it. */
  readonly channel: string;
}

/** The limits of one app in one workspace. */
export interface RateLimits {
  /** Counts the call, or tells after how many whole seconds (at least one) it may be tried again. */
  admit(call: LimitedCall): number | undefined;
}

const minute: Millis = 60_000;

/**
 * How many calls of one method any minute may have (docs.slack.dev, rate limits). Slack promises this much "or more"; we
 * give no more than the promise. Of posts and of auth.test it says "hundreds".
 */
const perMinute: Readonly<Record<RateTier, number>> = {
  'tier 2': 20,
  'tier 3': 50,
  'tier 4': 100,
  posts: 300,
  special: 300,
};

/** One post a second and channel. Slack tolerates bursts without saying how long; the length is a guess. */
const posts = { burst: 15, interval: 1_000 } as const;

const inSeconds = (wait: Millis): number => Math.ceil(wait / 1_000);

interface Limit {
  /** When there is room for one more. */
  opensAt(): EpochMillis;
  count(): void;
}

/** So many in any minute. */
const createWindow = (clock: Clock, most: number): Limit => {
  let counted: readonly EpochMillis[] = [];
  return {
    opensAt: () => {
      counted = counted.filter((at) => at + minute > clock.now());
      const inTheWay = counted[counted.length - most];
      return inTheWay === undefined ? clock.now() : inTheWay + minute;
    },
    count: () => {
      counted = [...counted, clock.now()];
    },
  };
};

/** An even pace, and a burst after a rest. */
const createPace = (clock: Clock): Limit => {
  let evenUntil: EpochMillis = 0;
  return {
    opensAt: () => evenUntil - (posts.burst - 1) * posts.interval,
    count: () => {
      evenUntil = Math.max(evenUntil, clock.now()) + posts.interval;
    },
  };
};

/** The limit of each key, made at its first use. */
const limitAt = (limits: Map<string, Limit>, key: string, make: () => Limit): Limit => {
  const limit = limits.get(key) ?? make();
  limits.set(key, limit);
  return limit;
};

/** Slack's limits, before any call. A call that is turned away counts for nothing. */
export const createRateLimits = (clock: Clock): RateLimits => {
  const methods = new Map<string, Limit>();
  const channels = new Map<string, Limit>();
  return {
    admit: ({ method, tier, channel }) => {
      const window = limitAt(methods, method, () => createWindow(clock, perMinute[tier]));
      const limits =
        tier === 'posts' ? [window, limitAt(channels, channel, () => createPace(clock))] : [window];
      const wait = Math.max(...limits.map((limit) => limit.opensAt())) - clock.now();
      if (wait > 0) {
        return inSeconds(wait);
      }
      limits.forEach((limit) => limit.count());
      return undefined;
    },
  };
};

/** For those who measure something else: every call is admitted. */
export const noRateLimits: RateLimits = { admit: () => undefined };
