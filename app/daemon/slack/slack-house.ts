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
import { createOutbound } from '../outbound.ts';
import type { Seams } from '../seams.ts';
import { type ChannelMembers, channelMembers } from './channel-members.ts';
import { learnIdentity } from './learn-identity.ts';
import { evolveMessage } from './message-record.ts';
import { createPacer } from './pacer.ts';
import { createSocketReceiver } from './receiver.ts';
import { postToResponseUrl } from './response-url.ts';
import { createSlackApp, type SlackIdentity } from './slack-app.ts';
import { createSlackDirectory } from './slack-directory.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSlackNoticeboard } from './slack-noticeboard.ts';
import { createSlackSurface } from './slack-surface.ts';
import type { SocketState } from './socket-slot.ts';
import { createSocketTransport } from './socket-transport.ts';
import { type AskUserGroup, createUserGroups } from './user-groups.ts';
import { createWebClients } from './web-clients.ts';
import { createWhisper } from './whisper.ts';

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

/** Builds Slack's side of the house; nothing is connected yet. */
export const createSlackHouse = ({
  config,
  opened,
  clock,
  log,
  seams,
}: SlackHousePorts): SlackHouse => {
  const { botToken, appToken, apiUrl, connections, approvalChannel } = config.slack;
  const logger = createSlackLogger(log, 'slack.library');
  const outbound = createOutbound(config.proxy);
  const fetch = seams.fetch(outbound.fetch);
  const web = createWebClients(botToken, apiUrl, logger, fetch);
  const pacer = createPacer(clock);
  const whisper = createWhisper({
    web,
    pacer,
    post: (url, body) => postToResponseUrl(url, body, fetch),
    clock,
    log,
  });
  const surfacePorts = { views: web.once.views, whisper, log };
  const state = { identity: nobody, closing: false, refusing: false };
  const receiver = createSocketReceiver({
    log,
    createTransport: (onEnvelope) =>
      createSocketTransport({
        appToken,
        slackApiUrl: apiUrl,
        outbound,
        connections,
        clock,
        log,
        logger,
        random: Math.random,
        onEnvelope: (envelope) => onEnvelope(seams.envelope(envelope)),
      }),
  });
  return {
    directory: createSlackDirectory(web.repeatable, () => state.identity.teamId, clock),
    noticeboard: createSlackNoticeboard({
      web,
      pacer,
      clock,
      log,
      store: createStore({
        ledger: opened.ledger,
        history: opened.history,
        prefix: 'message',
        evolve: evolveMessage,
      }),
    }),
    approvalChannel: () =>
      channelMembers(web.repeatable, approvalChannel, state.identity.botUserId),
    userGroup: createUserGroups({
      web: web.repeatable,
      named: namedUserGroups(config.file),
      clock,
      log,
    }),
    greet: async () => {
      const identity = await learnIdentity({ web, clock, log }, () => state.closing);
      state.identity = identity ?? nobody;
      return identity !== undefined;
    },
    listen: async (handle, suggest) => {
      const app = await createSlackApp({
        ...surfacePorts,
        token: botToken,
        slackApiUrl: apiUrl,
        fetch,
        identity: state.identity,
        receiver,
        logger,
        handle,
        suggest,
        isRefusing: () => state.refusing,
      });
      await app.start();
    },
    surfaceFor: ({ principal, origin }) =>
      createSlackSurface(
        {
          user: principal.slice('slack:'.length),
          ...(origin.channel === undefined ? {} : { channel: origin.channel }),
          ...(origin.thread === undefined ? {} : { thread: origin.thread }),
          inside: 'nothing',
        },
        async () => undefined,
        surfacePorts,
      ),
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
