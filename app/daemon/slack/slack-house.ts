import type { Logger, WebClient } from '@slack/web-api';
import type { SuggestionHandler } from '../../../lib/handle-suggestion.ts';
import type { Directory } from '../../../lib/identity/directory.ts';
import type { Clock } from '../../../lib/kernel/clock.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { OpenedLedger } from '../../../lib/ledger/ledger.ts';
import { createStore } from '../../../lib/ledger/store.ts';
import type { Attempt, Incoming } from '../../../lib/operation/attempt.ts';
import type { Surface } from '../../../lib/operation/surface.ts';
import type { ReadableNoticeboard } from '../../../lib/reply/noticeboard.ts';
import type { Config } from '../config.ts';
import { namedUserGroups } from '../named-user-groups.ts';
import { createOutbound, type Outbound } from '../outbound.ts';
import type { Seams } from '../seams.ts';
import { type ChannelMembers, channelMembers } from './channel-members.ts';
import { learnIdentity } from './learn-identity.ts';
import { evolveMessage } from './message-record.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { WayBack } from './received.ts';
import { createSocketReceiver, type SocketReceiver } from './receiver.ts';
import { postToResponseUrl } from './response-url.ts';
import { createSlackApp, type SlackIdentity } from './slack-app.ts';
import { createSlackDirectory } from './slack-directory.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSlackNoticeboard } from './slack-noticeboard.ts';
import { createSlackSurface } from './slack-surface.ts';
import type { SocketState } from './socket-slot.ts';
import { createSocketTransport, type SocketTransport } from './socket-transport.ts';
import { type AskUserGroup, createUserGroups } from './user-groups.ts';
import { createWebClients, type WebClients } from './web-clients.ts';
import { createWhisper, type WhisperPorts } from './whisper.ts';

/** Everything that the daemon has of Slack, by the ports of the house. */
export interface SlackHouse {
  readonly directory: Directory;
  readonly noticeboard: ReadableNoticeboard;
  /** Who is in the approval channel. */
  readonly approvalChannel: () => Promise<ChannelMembers>;
  readonly userGroup: AskUserGroup;
  /** Learns who we are; keeps asking while Slack does not answer. False when it was stopped before. */
  readonly greet: () => Promise<boolean>;
  /** Connects, hands every request to `handle` and what is typed into a menu to `suggest`; resolves at the first hello. */
  readonly listen: (
    handle: (incoming: Incoming, surface: Surface) => Promise<void>,
    suggest: SuggestionHandler,
  ) => Promise<void>;
  /** The way back to whoever sent a request before a crash. */
  readonly surfaceFor: (attempt: Attempt) => Surface;
  readonly sockets: () => readonly SocketState[];
  /** Makes all connections anew. */
  readonly reconnect: (reason: string) => void;
  /** From now on every new request is told to come back later. */
  readonly refuseNew: () => void;
  /** Resolves when no envelope is being worked on. */
  readonly idle: () => Promise<void>;
  readonly isStopped: () => boolean;
  readonly close: () => Promise<void>;
}

/** What Slack's side of the house needs. */
export interface SlackHousePorts {
  readonly config: Config;
  readonly opened: OpenedLedger;
  readonly clock: Clock;
  readonly log: Log;
  readonly seams: Pick<Seams, 'fetch' | 'envelope'>;
}

const nobody: SlackIdentity = { botId: '', botUserId: '', teamId: '' };

/** Who people are, as Slack tells it; `identity` is ours. */
const createPeople = (
  { config, clock, log }: SlackHousePorts,
  web: WebClient,
  identity: () => SlackIdentity,
): Pick<SlackHouse, 'directory' | 'approvalChannel' | 'userGroup'> => ({
  directory: createSlackDirectory(web, () => identity().teamId, clock),
  approvalChannel: () => channelMembers(web, config.slack.approvalChannel, identity().botUserId),
  userGroup: createUserGroups({ web, named: namedUserGroups(config.file), clock, log }),
});

/** What is left of the way back when a request is carried on after a crash: who sent it, and where. */
const wayBackTo = ({ principal, origin }: Attempt): WayBack => ({
  user: principal.slice('slack:'.length),
  ...(origin.channel === undefined ? {} : { channel: origin.channel }),
  ...(origin.thread === undefined ? {} : { thread: origin.thread }),
  inside: 'nothing',
});

/** What hangs in Slack, by what the ledger holds of it. */
const createNoticeboard = (
  { opened: { ledger, history }, clock, log }: SlackHousePorts,
  web: WebClients,
  pacer: Pacer,
): ReadableNoticeboard =>
  createSlackNoticeboard({
    web,
    pacer,
    clock,
    log,
    store: createStore({ ledger, history, prefix: 'message', evolve: evolveMessage }),
  });

/** The sockets with what works on their envelopes; they connect when it is started. */
const createReceiver = (
  { config, clock, log, seams }: SlackHousePorts,
  outbound: Outbound,
  logger: Logger,
): SocketReceiver & SocketTransport =>
  createSocketReceiver({
    log,
    createTransport: (onEnvelope) =>
      createSocketTransport({
        appToken: config.slack.appToken,
        slackApiUrl: config.slack.apiUrl,
        outbound,
        connections: config.slack.connections,
        clock,
        log,
        logger,
        random: Math.random,
        onEnvelope: (envelope) => onEnvelope(seams.envelope(envelope)),
      }),
  });

/** Builds Slack's side of the house; nothing is connected yet. */
export const createSlackHouse = (ports: SlackHousePorts): SlackHouse => {
  const { config, clock, log, seams } = ports;
  const { botToken: token, apiUrl: slackApiUrl } = config.slack;
  const logger = createSlackLogger(log, 'slack.library');
  const outbound = createOutbound(config.proxy);
  const fetch = seams.fetch(outbound.fetch);
  const web = createWebClients(token, slackApiUrl, logger, fetch);
  const pacer = createPacer(clock);
  const post: WhisperPorts['post'] = (url, body) => postToResponseUrl(url, body, fetch);
  const whisper = createWhisper({ web, pacer, post, clock, log });
  const surfacePorts = { views: web.once.views, whisper, log };
  const receiver = createReceiver(ports, outbound, logger);
  const appOptions = { ...surfacePorts, token, slackApiUrl, fetch, receiver, logger };
  const state = { identity: nobody, closing: false, refusing: false };
  return {
    ...createPeople(ports, web.repeatable, () => state.identity),
    noticeboard: createNoticeboard(ports, web, pacer),
    greet: async () => {
      const identity = await learnIdentity({ web, clock, log }, () => state.closing);
      state.identity = identity ?? nobody;
      return identity !== undefined;
    },
    listen: async (handle, suggest) => {
      const { identity } = state;
      const isRefusing = (): boolean => state.refusing;
      const app = await createSlackApp({ ...appOptions, identity, handle, suggest, isRefusing });
      await app.start();
    },
    surfaceFor: (attempt) =>
      createSlackSurface(wayBackTo(attempt), async () => undefined, surfacePorts),
    sockets: receiver.states,
    reconnect: receiver.restart,
    refuseNew: () => {
      state.refusing = true;
    },
    idle: receiver.idle,
    isStopped: () => state.closing,
    close: async () => {
      state.closing = true;
      await receiver.stop();
    },
  };
};
