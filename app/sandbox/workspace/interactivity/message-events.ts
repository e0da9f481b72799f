import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Conversation } from '../model/directory.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Delivery, Envelopes } from '../socket-mode/envelopes.ts';
import { echoOwnMessages } from './own-message-events.ts';
import { isTold, messageEventIn } from './subscriptions.ts';

/** Tells the app of messages that concern it. */
export interface MessageEvents {
  /**
   * Sends the events that the message is, where the app has subscribed to them and the scope allows it: a mention
   * is two to an app that hears the channel too. Resolves with the fate of the first delivery of the first event,
   * or undefined if the app is told nothing. What is not acknowledged is sent again later.
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

/** The events that a message is to the app, if it is any: DMs are message.im, never app_mention. */
const eventsOf = (
  state: WorkspaceState,
  message: Message,
  { kind, members }: Conversation,
): readonly JsonObject[] => {
  const { botUserId } = state.app;
  if (!members.has(botUserId)) {
    return [];
  }
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
  const isMention = kind !== 'im' && message.text.includes(`<@${botUserId}>`);
  const { name, channelType } = messageEventIn(kind);
  return [
    ...(isMention && isTold(state, 'app_mention') ? [{ ...common, type: 'app_mention' }] : []),
    ...(isTold(state, name) ? [{ ...common, type: 'message', channel_type: channelType }] : []),
  ];
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
      const events = eventsOf(state, message, conversation);
      const [first] = await Promise.all(events.map((event) => attempt(wrap(event), 0)));
      return first;
    },
  };
};
