import type { App, Receiver } from '@slack/bolt';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { emptyAcknowledgement } from './empty-acknowledgement.ts';
import type { Envelope } from './open-connection.ts';
import type { SocketTransport } from './socket-transport.ts';

/** The name of the context property under which a listener finds its envelope. */
export const envelopeProperty = 'envelope';

/** A Bolt receiver that can be drained. */
export interface SocketReceiver extends Receiver {
  /** Resolves when no envelope is being worked on. */
  readonly idle: () => Promise<void>;
}

/** What the receiver works with; the transport calls `onEnvelope` of what is given to it. */
export interface ReceiverPorts {
  readonly createTransport: (onEnvelope: (envelope: Envelope) => void) => SocketTransport;
  readonly log: Log;
}

/** An envelope whose acknowledgement is sent once at most, and of which we know whether it was. */
const once = (envelope: Envelope): Envelope & { isAcknowledged(): boolean } => {
  let acknowledged = false;
  return {
    ...envelope,
    acknowledge: async (payload) => {
      if (!acknowledged) {
        acknowledged = true;
        await envelope.acknowledge(payload);
      }
    },
    isAcknowledged: () => acknowledged,
  };
};

/** What an envelope is about, as precisely as it says: `app_rate_limited` comes as `events_api`. */
const typeOf = ({ type, body }: Envelope): string =>
  typeof body['type'] === 'string' ? body['type'] : type;

/**
 * Hands envelopes to Bolt and keeps their real acknowledgement until the flow gives it: Bolt acknowledges events before
 * any listener runs, so it gets a function that does nothing. Whatever no listener acknowledged is acknowledged at the end
 * and named in the log.
 */
export const createSocketReceiver = ({
  createTransport,
  log,
}: ReceiverPorts): SocketReceiver & SocketTransport => {
  let app: App | undefined;
  const working = new Set<Promise<void>>();

  const work = async (received: Envelope): Promise<void> => {
    const envelope = once(received);
    try {
      await app?.processEvent({
        body: { ...envelope.body },
        retryNum: envelope.retryAttempt,
        customProperties: { [envelopeProperty]: envelope },
        ack: async () => undefined,
      });
    } catch (error) {
      log.error('slack.envelope_failed', { type: envelope.type, error: describeError(error) });
    }
    if (!envelope.isAcknowledged()) {
      log.warn('slack.unhandled', { type: typeOf(envelope) });
      await envelope
        .acknowledge(emptyAcknowledgement(envelope.body))
        .catch((error: unknown) => log.warn('slack.ack_failed', { error: describeError(error) }));
    }
  };

  const transport = createTransport((envelope) => {
    const task = work(envelope);
    working.add(task);
    void task.finally(() => working.delete(task));
  });

  return {
    ...transport,
    init: (bolt) => {
      app = bolt;
    },
    idle: async () => {
      while (working.size > 0) {
        await Promise.all(working);
      }
    },
  };
};
