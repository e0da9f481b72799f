import type { Conversation } from '../model/directory.ts';
import type { AppSeed, EventName } from '../model/seed.ts';

const usualEvents: readonly EventName[] = ['app_mention', 'message.im'];

const scopeOf: Readonly<Record<EventName, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
};

const messagesIn = {
  public: { name: 'message.channels', channelType: 'channel' },
  private: { name: 'message.groups', channelType: 'group' },
  im: { name: 'message.im', channelType: 'im' },
} as const;

/** The event that a message in this kind of conversation is, and what Slack calls the kind in it. */
export const messageEventIn = (
  kind: Conversation['kind'],
): { readonly name: EventName; readonly channelType: string } => messagesIn[kind];

/** Whether the app is told of an event: it has subscribed to it and its token has the scope, as Slack demands both. */
export const isTold = (
  { app, scopes }: { readonly app: AppSeed; readonly scopes: ReadonlySet<string> },
  event: EventName,
): boolean => (app.events ?? usualEvents).includes(event) && scopes.has(scopeOf[event]);
