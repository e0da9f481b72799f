import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Conversation } from '../model/directory.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Delivery, Envelopes } from '../socket-mode/envelopes.ts';
import { echoOwnMessages } from './own-message-events.ts';

/** Tells the app of messages that concern it. */
export interface MessageEvents {
  /**
   * Sends app_mention or message.im where the message is one and the scope allows it; resolves with the fate of
   * the first delivery, or undefined if the app is told nothing. What is not acknowledged is sent again later.
   */
  announce(message: Message, conversation: Conversation): Promise<Delivery | undefined>;
}

const richText = (text: string): JsonObject => ({
  type: 'rich_text',
  block_id: 'typed',
  elements: [
    {
      type: 'rich_text_section',
      elements: text
        .split(/(<@\w+>)/)
        .filter((part) => part !== '')
        .map((part) => {
          const id = /^<@(\w+)>$/.exec(part)?.[1];
          return id === undefined ? { type: 'text', text: part } : { type: 'user', user_id: id };
        }),
    },
  ],
});

/** The event that a message is to the app, if it is one: DMs are message.im, never app_mention. */
const eventOf = (
  state: WorkspaceState,
  message: Message,
  { kind, members }: Conversation,
): JsonObject | undefined => {
  const common = {
    client_msg_id: randomUUID(),
    text: message.text,
    user: message.author,
    ts: message.ts,
    team: state.team.id,
    blocks: [richText(message.text)],
    channel: message.channel,
    event_ts: message.ts,
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
  };
  if (kind === 'im') {
    return state.scopes.has('im:history')
      ? { ...common, type: 'message', channel_type: 'im' }
      : undefined;
  }
  const { botUserId } = state.app;
  const isMention = message.text.includes(`<@${botUserId}>`) && members.has(botUserId);
  return isMention && state.scopes.has('app_mentions:read')
    ? { ...common, type: 'app_mention' }
    : undefined;
};

/** Message events of one workspace. */
export const createMessageEvents = (state: WorkspaceState, envelopes: Envelopes): MessageEvents => {
  const { app, clock, serial, team, timings } = state;

  const wrap = (event: JsonObject): JsonObject => ({
    token: 'sandbox-verification-token',
    team_id: team.id,
    api_app_id: app.id,
    type: 'event_callback',
    event_id: serial.next('Ev'),
    event_time: Math.floor(clock.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: serial.next('4-'),
    event,
  });

  const attempt = async (payload: JsonObject, retryAttempt: number): Promise<Delivery> => {
    const options = { acceptsResponse: false, retryAttempt };
    const delivery = await envelopes.deliver('events_api', payload, options);
    const wait = timings.eventRetries[retryAttempt];
    if (delivery.outcome !== 'acknowledged' && wait !== undefined) {
      clock.schedule(wait, () => {
        void attempt(payload, retryAttempt + 1);
      });
    }
    return delivery;
  };

  echoOwnMessages(state, (event) => {
    void attempt(wrap(event), 0);
  });

  return {
    announce: async (message, conversation) => {
      const event = eventOf(state, message, conversation);
      return event && attempt(wrap(event), 0);
    },
  };
};
