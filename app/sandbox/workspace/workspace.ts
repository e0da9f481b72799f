import { type Clock, systemClock } from '../../../lib/kernel/clock.ts';
import { createBlockActions } from './interactivity/block-action.ts';
import { createMessageEvents } from './interactivity/message-events.ts';
import { createSlashCommands } from './interactivity/slash-command.ts';
import { createViewSubmissions } from './interactivity/view-submission.ts';
import { listen } from './listen.ts';
import type { ChangeListener } from './model/changes.ts';
import type { Conversation, Member } from './model/directory.ts';
import {
  slackTimings,
  type Timings,
  type UserGroupSeed,
  type WorkspaceSeed,
} from './model/seed.ts';
import { createState, type WorkspaceState } from './model/state.ts';
import { createPerson } from './people/create-person.ts';
import type { Person } from './people/person.ts';
import { createEnvelopes, type Envelopes } from './socket-mode/envelopes.ts';
import type { SentEnvelope } from './socket-mode/sent-envelopes.ts';
import type { SocketControl } from './socket-mode/sockets.ts';
import { createTickets, type Tickets } from './socket-mode/tickets.ts';
import { createUntil, type Until } from './until.ts';
import { createAnswerCall, type Tokens } from './web-api/answer-call.ts';
import { createCallLog, type RecordedCall } from './web-api/calls.ts';
import { chatMethods } from './web-api/chat.ts';
import { connectionMethods } from './web-api/connections.ts';
import { conversationMessageMethods } from './web-api/conversation-messages.ts';
import { conversationMethods } from './web-api/conversations.ts';
import { createFaults, type Faults } from './web-api/faults.ts';
import { createRateLimits, noRateLimits, type RateLimits } from './web-api/rate-limits.ts';
import { createRoutes } from './web-api/routes.ts';
import { userMethods } from './web-api/users.ts';
import { viewMethods } from './web-api/views.ts';

/** What the bot token may do unless told otherwise: the scopes of the app's manifest. */
export const usualScopes: readonly string[] = [
  'chat:write',
  'commands',
  'im:write',
  'users:read',
  'users:read.email',
  'app_mentions:read',
  'channels:read',
  'groups:read',
  'im:history',
  'channels:history',
  'groups:history',
];

/** A workspace's beginning, with how it is run. */
export interface WorkspaceOptions extends WorkspaceSeed {
  /** The port on 127.0.0.1; a free one for 0, which is usual. */
  readonly port?: number;
  /** Where the app is told to come, if it gets here by another way: as `https://slack.test`, without a last slash. */
  readonly origin?: string;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly scopes?: readonly string[];
  readonly clock?: Clock;
  readonly timings?: Partial<Timings>;
  /** Whether calls meet Slack's rate limits; true unless told otherwise. */
  readonly rateLimits?: boolean;
}

/** A running workspace, which speaks Slack's protocol to the app and obeys whoever drives it. */
export interface Workspace {
  /** The base of the Web API, as `http://127.0.0.1:4000/api/`. */
  readonly apiUrl: string;
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  readonly botToken: string;
  readonly appToken: string;
  /** The scopes of the bot token; add and delete at will. */
  readonly scopes: Set<string>;
  /** Somebody to act as. Throws for unknown ids and bots. */
  person(id: string): Person;
  people(): readonly Member[];
  channels(): readonly Conversation[];
  /** Lets a person (or the bot) join or leave a channel; no events are sent for that. */
  join(channel: string, person: string): void;
  leave(channel: string, person: string): void;
  deactivate(person: string): void;
  /** Puts a user group in the place of the one with its id, or beside the others. */
  setUserGroup(group: UserGroupSeed): void;
  readonly sockets: SocketControl;
  readonly faults: Faults;
  /** The methods of the Web API that there are, as `chat.postMessage`. */
  readonly methods: readonly string[];
  /** The last thousand calls of the Web API, oldest first; `method` narrows them. */
  calls(method?: string): readonly RecordedCall[];
  /** The last thousand envelopes with their acknowledgements, oldest first. */
  envelopes(): readonly SentEnvelope[];
  /** Delivers an envelope once more, with the same id. */
  redeliver(envelopeId: string): void;
  readonly until: Until;
  /** Hears of every change; the returned function ends that. */
  onChange(listener: ChangeListener): () => void;
  /** Closes everything at once. */
  stop(): Promise<void>;
}

interface Parts {
  readonly state: WorkspaceState;
  readonly envelopes: Envelopes;
  readonly tickets: Tickets;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  readonly origin: () => string;
}

const createDriver = ({ state, envelopes, origin }: Parts): ((id: string) => Person) => {
  const ports = {
    state,
    commands: createSlashCommands(state, envelopes, origin),
    actions: createBlockActions(state, envelopes, origin),
    submissions: createViewSubmissions(state, envelopes),
    events: createMessageEvents(state, envelopes),
  };
  return (id) => createPerson(ports, id);
};

const createServed = ({ state, tickets, tokens, limits }: Parts) => {
  const calls = createCallLog(state.changes);
  const faults = createFaults();
  const methods = {
    ...connectionMethods(state, tickets),
    ...chatMethods(state),
    ...conversationMethods(state),
    ...conversationMessageMethods(state),
    ...userMethods(state),
    ...viewMethods(state),
  };
  const answerCall = createAnswerCall({ state, tokens, methods, limits });
  const routes = createRoutes({ state, answerCall, calls, faults });
  return { calls, faults, methods: Object.keys(methods), routes };
};

const tokensOf = ({ botToken, appToken }: WorkspaceOptions): Tokens => ({
  bot: botToken ?? 'xoxb-sandbox-bot',
  app: appToken ?? 'xapp-sandbox-app',
});

/** Where the app is told to come, by which scheme; asked only when it is told, because the port is not known before. */
type Origin = (scheme: 'http' | 'ws') => () => string;

const createParts = (options: WorkspaceOptions, origin: Origin): Parts => {
  const state = createState(options, {
    clock: options.clock ?? systemClock,
    timings: { ...slackTimings, ...options.timings },
    scopes: options.scopes ?? usualScopes,
  });
  return {
    state,
    envelopes: createEnvelopes(state),
    tickets: createTickets(state, origin('ws')),
    tokens: tokensOf(options),
    limits: options.rateLimits === false ? noRateLimits : createRateLimits(state.clock),
    origin: origin('http'),
  };
};

/** Starts a workspace on loopback; resolves when it listens. */
export const startWorkspace = async (options: WorkspaceOptions): Promise<Workspace> => {
  let port = 0;
  const origin: Origin = (scheme) => () =>
    (options.origin ?? `http://127.0.0.1:${port}`).replace(/^http/, scheme);
  const parts = createParts(options, origin);
  const { state, envelopes, tickets, tokens } = parts;
  const { calls, faults, methods, routes } = createServed(parts);
  const server = await listen(options.port ?? 0, {
    fetch: routes.fetch,
    admits: tickets.redeem,
    onSocket: envelopes.sockets.admit,
  });
  port = server.port;
  const { directory, changes } = state;

  return {
    apiUrl: `${parts.origin()}/api/`,
    port,
    botToken: tokens.bot,
    appToken: tokens.app,
    scopes: state.scopes,
    person: createDriver(parts),
    people: directory.people,
    channels: directory.conversations,
    join: directory.join,
    leave: directory.leave,
    deactivate: directory.deactivate,
    setUserGroup: (group) => void state.userGroups.set(group.id, group),
    sockets: envelopes.sockets.control,
    faults,
    methods,
    calls: (method) =>
      calls.recorded().filter((call) => method === undefined || call.method === method),
    envelopes: envelopes.sent,
    redeliver: envelopes.redeliver,
    until: createUntil(state, calls.recorded),
    onChange: changes.subscribe,
    stop: async () => {
      envelopes.sockets.stop();
      await server.close();
    },
  };
};
