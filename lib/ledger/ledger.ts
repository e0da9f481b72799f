/** The version of the line format; it grows when old lines need another reading. */
export const ledgerFormat = 1;

/**
 * Something that happened. Every field stands at the top level of its line, beside those that the ledger adds
 * (see {@link StoredEvent}); none may have one of their names. No field may hold a secret.
 */
export interface LedgerEvent {
  /** What happened, as `image.request.created`. */
  readonly event: string;
  /** The principal that caused it, as `slack:U1` or `system:workflow`. */
  readonly actor: string;
  readonly [field: string]: unknown;
}

/** An event as it was written down. */
export interface StoredEvent extends LedgerEvent {
  /** ISO 8601, UTC: when it was written. */
  readonly timestamp: string;
  /** The aggregate that it belongs to, as `request/req-abc123`. */
  readonly stream: string;
  /** The number of its line in the ledger, from 1, without gaps. Events of one append share it. */
  readonly seq: number;
}

/**
 * The memory of the daemon: an append-only list of events in streams. Nothing happens, and nobody is told that
 * it did, before its event is here.
 */
export interface Ledger {
  /**
   * Appends the events to the stream, together or not at all, and resolves when they are durable.
   * `expectedVersion` is the number of events that the stream must hold so far.
   * Rejects with the fault LOST_RACE when it holds another number (nothing was written; read again and decide
   * again), and with LEDGER_UNWRITABLE when the medium failed (after which every append rejects until a restart).
   */
  append(
    stream: string,
    expectedVersion: number,
    events: readonly LedgerEvent[],
  ): Promise<readonly StoredEvent[]>;
  /** Whether appends may still succeed. */
  readonly isWritable: () => boolean;
  /** Finishes what was appended and gives the medium free. Later appends reject. */
  close(): Promise<void>;
}

/** A ledger that was just opened, with all that it held: verified, in order. */
export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly history: readonly StoredEvent[];
  /** What a person should know about the opening, as a torn line that was set aside; most often empty. */
  readonly warnings: readonly string[];
}
