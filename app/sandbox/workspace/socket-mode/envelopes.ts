import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import { createSentEnvelopes, type EnvelopeType, type SentEnvelope } from './sent-envelopes.ts';
import { createSockets, type Sockets } from './sockets.ts';

/** How the first delivery of an envelope ended. */
export type Delivery =
  | {
      readonly outcome: 'acknowledged';
      readonly id: string;
      readonly payload: JsonObject | undefined;
    }
  | { readonly outcome: 'timed out'; readonly id: string }
  | { readonly outcome: 'undeliverable'; readonly id: string };

/** What an envelope is sent with beside its type and payload. */
export interface DeliveryOptions {
  readonly acceptsResponse: boolean;
  readonly retryAttempt?: number;
}

/** Sends envelopes and waits for their acknowledgements. */
export interface Envelopes {
  readonly sockets: Sockets;
  /** The last thousand, oldest first. */
  readonly sent: () => readonly SentEnvelope[];
  /** Sends to one socket; resolves when it is acknowledged, when the time is over, or at once without a socket. */
  deliver(type: EnvelopeType, payload: JsonObject, options: DeliveryOptions): Promise<Delivery>;
  /** Sends the same envelope once more, with the same id. Throws if there is none such, or no socket. */
  readonly redeliver: (id: string) => void;
}

const parseFrame = (frame: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(frame);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
};

const payloadOf = (frame: JsonObject): JsonObject | undefined => {
  const payload = objectAt(frame, 'payload');
  return Object.keys(payload).length > 0 ? payload : undefined;
};

const frameOf = (
  id: string,
  type: EnvelopeType,
  payload: JsonObject,
  { acceptsResponse, retryAttempt = 0 }: DeliveryOptions,
): JsonObject => ({
  envelope_id: id,
  type,
  accepts_response_payload: acceptsResponse,
  payload,
  ...(type === 'events_api' && {
    retry_attempt: retryAttempt,
    retry_reason: retryAttempt > 0 ? 'timeout' : '',
  }),
});

/** Those who wait for acknowledgements, each for as long as the timings say. */
const createWaiting = ({ clock, timings }: WorkspaceState) => {
  const waiting = new Map<string, (payload: JsonObject | undefined) => void>();
  return {
    until: (id: string): Promise<Delivery> =>
      new Promise((resolve) => {
        const cancel = clock.schedule(timings.acknowledgement, () => {
          waiting.delete(id);
          resolve({ outcome: 'timed out', id });
        });
        waiting.set(id, (payload) => {
          cancel();
          waiting.delete(id);
          resolve({ outcome: 'acknowledged', id, payload });
        });
      }),
    end: (id: string, payload: JsonObject | undefined): void => waiting.get(id)?.(payload),
  };
};

/** No envelope has been sent. Any socket may acknowledge any envelope. */
export const createEnvelopes = (state: WorkspaceState): Envelopes => {
  const { clock } = state;
  const sent = createSentEnvelopes(state.changes);
  const waiting = createWaiting(state);
  const sockets = createSockets(state, (text, socket) => {
    const frame = parseFrame(text);
    const id = textAt(frame, 'envelope_id') ?? '';
    const payload = payloadOf(frame);
    waiting.end(id, payload);
    sent.acknowledged(id, { at: clock.now(), payload, socket });
  });

  return {
    sockets,
    sent: sent.all,
    deliver: async (type, payload, options) => {
      const id = randomUUID();
      const frame = frameOf(id, type, payload, options);
      const socket = sockets.send(frame);
      const envelope = {
        id,
        type,
        payload,
        retryAttempt: options.retryAttempt ?? 0,
        sentAt: clock.now(),
        sockets: socket === undefined ? [] : [socket],
        acknowledgements: [],
        acknowledgedAfter: undefined,
      };
      sent.add(envelope, frame);
      return socket === undefined ? { outcome: 'undeliverable', id } : waiting.until(id);
    },
    redeliver: (id) => {
      const frame = sent.frameOf(id);
      if (frame === undefined) {
        throw new Error(`no envelope ${id} was sent`);
      }
      const socket = sockets.send(frame);
      if (socket === undefined) {
        throw new Error(`no socket is open for envelope ${id}`);
      }
      sent.sentAgain(id, socket);
    },
  };
};
