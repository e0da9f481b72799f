import {
  type Clock,
  type EpochMillis,
  type Millis,
  pauseUnless,
} from '../../../lib/kernel/clock.ts';
import { createLane, type Lane, type Rate } from './lane.ts';

/** Keeps posts and edits within what Slack takes, so that its own limit, which stops everything, is never met. */
export interface Pacer {
  /** The lane of one conversation's posts. */
  posts(channel: string): Lane;
  /** The one lane of all edits. */
  readonly edits: Lane;
  /**
   * Waits until a message may be edited: three seconds after its last edit, unless what it says is final, and then in
   * turn with all other edits. False as soon as `signal` is aborted, because there is something newer to say.
   */
  edit(message: string, isFinal: boolean, signal?: AbortSignal): Promise<boolean>;
}

/**
 * chat.postMessage takes one a second and channel, and short bursts of a length that Slack does not tell (docs.slack.dev,
 * rate limits). Ours is longer than what one person may ask for within a minute, so that no flood delays another's card.
 */
const postRate: Rate = { burst: 12, interval: 1_000 };

/** chat.update takes 50 a minute and app (tier 3): 20 + 30. */
const editRate: Rate = { burst: 20, interval: 2_000 };

/** A card that moves faster is not read. */
const editSpacing: Millis = 3_000;

/** When messages were edited last; each is remembered for as long as `editSpacing`. */
interface EditTimes {
  /** How long until the next edit of this message can be read; 0 or less: at once. */
  untilReadable(message: string): Millis;
  /** Notes that this message is edited now. */
  note(message: string): void;
}

const createEditTimes = (clock: Clock): EditTimes => {
  /** Oldest first. */
  const editedAt = new Map<string, EpochMillis>();
  return {
    untilReadable: (message) => {
      const last = editedAt.get(message);
      return last === undefined ? 0 : last + editSpacing - clock.now();
    },
    note: (message) => {
      editedAt.delete(message);
      editedAt.set(message, clock.now());
      for (const [each, at] of editedAt) {
        if (at > clock.now() - editSpacing) {
          return;
        }
        editedAt.delete(each);
      }
    },
  };
};

/** One lane for each channel. One that is idle is as good as new, and forgotten when the next channel comes. */
const createPostLanes = (clock: Clock): Pacer['posts'] => {
  const channels = new Map<string, Lane>();
  const forgetIdle = (): void => {
    for (const [channel, lane] of channels) {
      if (lane.isIdle()) {
        channels.delete(channel);
      }
    }
  };
  return (channel) => {
    const known = channels.get(channel);
    if (known !== undefined) {
      return known;
    }
    forgetIdle();
    const lane = createLane(postRate, clock);
    channels.set(channel, lane);
    return lane;
  };
};

/** A pacer before which nothing went. */
export const createPacer = (clock: Clock): Pacer => {
  const edits = createLane(editRate, clock);
  const editTimes = createEditTimes(clock);
  return {
    posts: createPostLanes(clock),
    edits,
    edit: async (message, isFinal, signal) => {
      const wait = isFinal ? 0 : editTimes.untilReadable(message);
      if (wait > 0) {
        await pauseUnless(signal, clock, wait);
      }
      const isTurn = await edits.turn(message, signal);
      if (isTurn) {
        editTimes.note(message);
      }
      return isTurn;
    },
  };
};
