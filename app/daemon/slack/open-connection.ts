import { SocketModeClient } from '@slack/socket-mode';
import type { Logger } from '@slack/web-api';
import { z } from 'zod';
import type { Clock, Millis } from '../../../lib/kernel/clock.ts';
import { withDeadline } from '../../../lib/kernel/deadline.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Line, Outbound } from '../outbound.ts';

/** An envelope as socket-mode hands it over. */
export interface Envelope {
  readonly id: string;
  /** As `slash_commands`. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAttempt: number;
  readonly acknowledge: (payload?: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** One WebSocket to Slack, from hello to its end; it never reconnects. */
export interface Connection {
  /** Resolves with the reason as soon as this connection will bring nothing more: told to go, closed, or silent. */
  readonly retired: Promise<string>;
  /** Whether the socket is open and has not been told to go. */
  isActive(): boolean;
  /** Closes it; resolves when it is closed, or soon after when the other side does not answer. */
  close(): Promise<void>;
}

/** How a connection is opened. */
export interface ConnectionOptions {
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onEnvelope: (envelope: Envelope) => void;
}

/** How long opening may take, from apps.connections.open to hello. */
const openLimit: Millis = 20_000;

/** How long we wait for the other side to finish the close handshake (Slack leaves TCP open). */
const closeLimit: Millis = 1_000;

const slackEvent = z.object({
  ack: z.custom<(payload?: unknown) => Promise<void>>((value) => typeof value === 'function'),
  envelope_id: z.string(),
  type: z.string(),
  // What has an id is handed on, whatever else it is: it must be acknowledged and named in the log.
  body: z.record(z.string(), z.unknown()).catch({}),
  retry_num: z.number().catch(0),
});

const disconnectMessage = z.object({
  type: z.literal('disconnect'),
  reason: z.string().default('unknown'),
});

/** The reason of a disconnect message, or undefined for any other frame. */
const disconnectReason = (data: unknown): string | undefined => {
  try {
    return disconnectMessage.safeParse(JSON.parse(String(data))).data?.reason;
  } catch {
    return undefined;
  }
};

const newClient = (
  { appToken, slackApiUrl, outbound: { fetch }, logger }: ConnectionOptions,
  line: Line | undefined,
): SocketModeClient =>
  new SocketModeClient({
    appToken,
    logger,
    ...(line === undefined ? {} : { dispatcher: line.dispatcher }),
    // One client for one connection: whatever the library does to reconnect is not used (it waits five seconds and
    // more, and can end in a rejection that nobody holds).
    autoReconnectEnabled: false,
    clientOptions: { slackApiUrl, fetch, retryConfig: { retries: 0 }, timeout: 10_000 },
  });

const eventless = z.object({
  type: z.literal('events_api'),
  envelope_id: z.string(),
  payload: z.looseObject({ event: z.undefined().optional() }),
});

const readEventless = (data: unknown): z.infer<typeof eventless> | undefined => {
  try {
    return eventless.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
};

/**
 * socket-mode 3.1 throws at an events_api frame without an event, as app_rate_limited is, and never acknowledges it. Such
 * frames go past it, to us.
 */
const passEventlessFrames = (
  client: SocketModeClient,
  onEnvelope: ConnectionOptions['onEnvelope'],
): void => {
  const [theirs] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const frame = readEventless(data);
    if (frame === undefined) {
      theirs?.(data, isBinary);
      return;
    }
    const { envelope_id: id, type, payload: body } = frame;
    const acknowledge = async (): Promise<void> =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify({ envelope_id: id });
        client.websocket?.send(text, (error) => (error === undefined ? resolve() : reject(error)));
      });
    onEnvelope({ id, type, body, retryAttempt: 0, acknowledge });
  });
};

const closeClient = (client: SocketModeClient, clock: Clock): Promise<void> =>
  withDeadline(clock, closeLimit, 'closing a socket', client.disconnect()).catch(
    // Asked a second time, socket-mode waits for the other side no longer (it would for half a minute).
    () => void client.disconnect(),
  );

/** Opens one connection; rejects when there was no hello within 20 seconds. */
export const openConnection = async (options: ConnectionOptions): Promise<Connection> => {
  const { clock, onEnvelope, outbound } = options;
  const line = outbound.openLine();
  const client = newClient(options, line);
  passEventlessFrames(client, onEnvelope);
  let active = true;
  const retired = new Promise<string>((resolve) => {
    const retire = (reason: string): void => {
      active = false;
      resolve(reason);
    };
    client.on('ws_message', (data: unknown) => {
      const reason = disconnectReason(data);
      if (reason !== undefined) {
        retire(reason);
      }
    });
    client.on('disconnected', () => retire('closed'));
  });
  client.on('slack_event', (raw: unknown) => {
    const event = slackEvent.safeParse(raw);
    if (!event.success) {
      options.logger.warn('a frame that is no envelope was passed over');
      return;
    }
    const { ack, envelope_id: id, type, body, retry_num: retryAttempt } = event.data;
    onEnvelope({ id, type, body, retryAttempt, acknowledge: ack });
  });

  const close = async (): Promise<void> => {
    active = false;
    await closeClient(client, clock);
    await line?.cut();
  };
  const started = client.start();
  try {
    await withDeadline(clock, openLimit, 'opening a socket', started);
  } catch (error) {
    // socket-mode connects all the same when it was told to stop while it asked for the URL.
    void started.then(close, () => undefined);
    await close();
    throw new Error(
      `no connection: ${error === undefined ? 'the WebSocket was closed' : describeError(error)}`,
      {
        cause: error,
      },
    );
  }
  return { retired, isActive: () => active && client.websocket?.isActive() === true, close };
};
