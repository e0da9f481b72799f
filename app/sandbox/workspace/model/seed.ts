import type { Millis } from '../../../../lib/kernel/clock.ts';

/** What somebody may be in the workspace. Guests are multi-channel guests (`is_restricted`). */
export type Role = 'member' | 'guest' | 'bot';

/** A person or bot at the start. Ids begin with `U`. */
export interface PersonSeed {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly role: Role;
  readonly isAdmin?: boolean;
  readonly deactivated?: boolean;
}

/** A channel at the start. Ids begin with `C`; members are person ids. */
export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly members: readonly string[];
}

/** A user group; ids begin with `S`. */
export interface UserGroupSeed {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** An event that an app may subscribe to: mentions of its bot, and messages by the kind of their conversation. */
export type EventName = 'app_mention' | 'message.channels' | 'message.groups' | 'message.im';

/** The one installed app and its bot user, who must be among the people. */
export interface AppSeed {
  readonly id: string;
  readonly botId: string;
  readonly botUserId: string;
  /** The slash commands that the app has registered (with the slash); absent: every command is its own. */
  readonly commands?: readonly string[];
  /** The events that the app subscribes to; absent: `app_mention` and `message.im`. */
  readonly events?: readonly EventName[];
}

/** Everything that a workspace begins with. */
export interface WorkspaceSeed {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: AppSeed;
  readonly people: readonly PersonSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly userGroups?: readonly UserGroupSeed[];
}

/** How long the workspace waits, in milliseconds. */
export interface Timings {
  /** For an acknowledgement; Slack's three seconds. */
  readonly acknowledgement: Millis;
  /** Before each further delivery of an unacknowledged event; as many retries as there are entries. */
  readonly eventRetries: readonly Millis[];
  /** Between pings to each socket; clients give up after 30 s without one. */
  readonly ping: Millis;
  /** Between a `refresh_requested` or `warning` and the close, where the client does not close first. */
  readonly closeGrace: Millis;
  /** For the use of a trigger id. */
  readonly trigger: Millis;
  /** For the use of a response_url. */
  readonly responseUrl: Millis;
  /** For the use of a Socket Mode ticket. */
  readonly ticket: Millis;
}

/** Slack's own timings: measured or documented, but for the ticket's life, which is a guess. */
export const slackTimings: Timings = {
  acknowledgement: 3_000,
  eventRetries: [1_000, 60_000, 300_000],
  ping: 5_000,
  closeGrace: 10_000,
  trigger: 3_000,
  responseUrl: 30 * 60_000,
  ticket: 30_000,
};
