import type { Millis } from '../../../../lib/kernel/clock.ts';
import type { JsonObject } from '../json.ts';
import type { Conversation, Member } from '../model/directory.ts';
import { type Message, slackbot } from '../model/messages.ts';
import type { ResponseTarget } from '../model/response-urls.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Delivery, Envelopes } from '../socket-mode/envelopes.ts';
import { channelNameOf } from './payload-parts.ts';
import { respond } from './respond.ts';

/** How a typed command ended, with the codes that Slack shows. */
export type CommandOutcome =
  | 'acknowledged'
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'unknown_command';

/** A command that was typed, after its acknowledgement or Slack's three seconds. */
export interface TypedCommand {
  readonly outcome: CommandOutcome;
  /** The envelope; undefined if Slack did not know the command. */
  readonly envelopeId: string | undefined;
  readonly after: Millis;
  /** What the acknowledgement, or Slack itself, showed at once. */
  readonly seen: Message | undefined;
}

const split = (typed: string): readonly [command: string, text: string] => {
  const [, command = typed, text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  return [command, text.trimEnd()];
};

const outcomes = {
  acknowledged: 'acknowledged',
  'timed out': 'operation_timeout',
  undeliverable: 'dispatch_failed',
} as const satisfies Record<Delivery['outcome'], CommandOutcome>;

/** Sends what people type after a slash to the app, and shows what comes back. */
export interface SlashCommands {
  /** `typed` begins with the slash. Resolves with the acknowledgement, or when Slack gives up waiting. */
  type(person: Member, place: Conversation, typed: string): Promise<TypedCommand>;
}

const notice = (
  state: WorkspaceState,
  { channel, person }: ResponseTarget,
  text: string,
): Message => state.messages.post({ channel, author: slackbot, text, ephemeralTo: person });

const show = (
  state: WorkspaceState,
  target: ResponseTarget,
  command: string,
  delivery: Delivery,
): Pick<TypedCommand, 'outcome' | 'seen'> => {
  const failed = (outcome: CommandOutcome) => ({
    outcome,
    seen: notice(state, target, `${command} failed with the error "${outcome}"`),
  });
  if (delivery.outcome !== 'acknowledged') {
    return failed(outcomes[delivery.outcome]);
  }
  if (delivery.payload === undefined) {
    return { outcome: 'acknowledged', seen: undefined };
  }
  // What Slack shows for a payload that it cannot use is not documented.
  return respond(state, target, delivery.payload) === undefined
    ? { outcome: 'acknowledged', seen: state.messages.in(target.channel).at(-1) }
    : failed('dispatch_failed');
};

/** Slash commands of one workspace; `origin` is the server's, for response_urls. */
export const createSlashCommands = (
  state: WorkspaceState,
  envelopes: Envelopes,
  origin: () => string,
): SlashCommands => {
  const { app, clock, team } = state;

  const describe = (person: Member, place: Conversation, target: ResponseTarget): JsonObject => {
    const [command, text] = split(target.typed ?? '');
    return {
      token: 'sandbox-verification-token',
      team_id: team.id,
      team_domain: team.domain,
      channel_id: place.id,
      channel_name: channelNameOf(place),
      user_id: person.id,
      user_name: person.name,
      command,
      text,
      api_app_id: app.id,
      // A string, as Slack sends it here and nowhere else.
      is_enterprise_install: 'false',
      response_url: `${origin()}${state.responseUrls.issue(target)}`,
      trigger_id: state.triggers.issue({ person: person.id }),
    };
  };

  return {
    type: async (person, place, typed) => {
      const [command] = split(typed);
      const target = { origin: 'commands', channel: place.id, person: person.id, typed } as const;
      if (app.commands !== undefined && !app.commands.includes(command)) {
        const seen = notice(state, target, `${command} is not a valid command.`);
        return { outcome: 'unknown_command', envelopeId: undefined, after: 0, seen };
      }
      const begun = clock.now();
      const payload = describe(person, place, target);
      const options = { acceptsResponse: true };
      const delivery = await envelopes.deliver('slash_commands', payload, options);
      const shown = show(state, target, command, delivery);
      return { ...shown, envelopeId: delivery.id, after: clock.now() - begun };
    },
  };
};
