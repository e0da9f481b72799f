import type { EpochMillis, Millis } from '../../../../lib/kernel/clock.ts';
import type { JsonObject } from '../json.ts';
import type { Changes } from '../model/changes.ts';

/** What an envelope is about. */
export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** One acknowledgement that came in, in time or not. */
export interface Acknowledgement {
  readonly at: EpochMillis;
  /** What it carried; undefined if nothing or an empty object. */
  readonly payload: JsonObject | undefined;
  /** The number of the socket over which it came. */
  readonly socket: number;
}

/** An envelope with its fate so far. */
export interface SentEnvelope {
  readonly id: string;
  readonly type: EnvelopeType;
  readonly payload: JsonObject;
  readonly retryAttempt: number;
  readonly sentAt: EpochMillis;
  /** The numbers of the sockets over which it went, one for each delivery; none: no socket was open. */
  readonly sockets: readonly number[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** From sending to the first acknowledgement. */
  readonly acknowledgedAfter: Millis | undefined;
}

/** The record of what was sent. */
export interface SentEnvelopes {
  /** Records an envelope with the frame that went over the wire. */
  add(envelope: SentEnvelope, frame: JsonObject): void;
  frameOf(id: string): JsonObject | undefined;
  acknowledged(id: string, acknowledgement: Acknowledgement): void;
  sentAgain(id: string, socket: number): void;
  /** The last thousand, oldest first. */
  readonly all: () => readonly SentEnvelope[];
}

const mostKept = 1_000;

/** Nothing has been sent. */
export const createSentEnvelopes = (changes: Changes): SentEnvelopes => {
  const kept = new Map<string, { readonly envelope: SentEnvelope; readonly frame: JsonObject }>();
  const put = (envelope: SentEnvelope, frame: JsonObject): void => {
    kept.set(envelope.id, { envelope, frame });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) {
      kept.delete(oldest);
    }
    changes.emit({ kind: 'envelope', id: envelope.id });
  };
  const change = (id: string, parts: (envelope: SentEnvelope) => Partial<SentEnvelope>): void => {
    const entry = kept.get(id);
    if (entry !== undefined) {
      put({ ...entry.envelope, ...parts(entry.envelope) }, entry.frame);
    }
  };
  return {
    add: put,
    frameOf: (id) => kept.get(id)?.frame,
    acknowledged: (id, acknowledgement) =>
      change(id, ({ acknowledgements, acknowledgedAfter, sentAt }) => ({
        acknowledgements: [...acknowledgements, acknowledgement],
        acknowledgedAfter: acknowledgedAfter ?? acknowledgement.at - sentAt,
      })),
    sentAgain: (id, socket) => change(id, ({ sockets }) => ({ sockets: [...sockets, socket] })),
    all: () => [...kept.values()].map(({ envelope }) => envelope),
  };
};
