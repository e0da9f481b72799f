import { createSequence } from '../kernel/sequence.ts';
import type { Ledger, LedgerEvent, StoredEvent } from './ledger.ts';

/** What a decision on an aggregate comes to: events to be recorded (none: nothing changes) and an answer. */
export interface Decided<Answer> {
  readonly events: readonly LedgerEvent[];
  readonly answer: Answer;
}

/** The aggregates of one kind: what `evolve` makes of their events. */
export interface Store<State> {
  load(id: string): Promise<State | undefined>;
  /** All aggregates that satisfy the condition, oldest first. */
  list(where: (state: State) => boolean): Promise<readonly State[]>;
  /** Decides on the present state and records the events. Resolves when they are durable; rejects as the ledger does. */
  change<Answer>(
    id: string,
    decide: (state: State | undefined) => Decided<Answer>,
  ): Promise<{ readonly state: State | undefined; readonly answer: Answer }>;
}

/** What makes a kind of aggregate. */
export interface StoreOptions<State> {
  readonly ledger: Ledger;
  /** All events so far; those of other streams are passed over. */
  readonly history: readonly StoredEvent[];
  /** The first part of the streams' names, as `request`. */
  readonly prefix: string;
  readonly evolve: (state: State | undefined, event: StoredEvent) => State | undefined;
}

interface Entry<State> {
  state: State | undefined;
  version: number;
}

/**
 * A store in memory over the ledger, filled from its history. Decisions on one aggregate are taken in turn, so
 * in this process no race is lost; the ledger's check stands for the day when another process writes too.
 */
export const createStore = <State>({
  ledger,
  history,
  prefix,
  evolve,
}: StoreOptions<State>): Store<State> => {
  const entries = new Map<string, Entry<State>>();
  const inTurn = createSequence();
  const start = `${prefix}/`;

  const apply = (id: string, events: readonly StoredEvent[]): State | undefined => {
    const entry = entries.get(id) ?? { state: undefined, version: 0 };
    for (const event of events) {
      entry.state = evolve(entry.state, event);
      entry.version += 1;
    }
    entries.set(id, entry);
    return entry.state;
  };

  for (const event of history) {
    if (event.stream.startsWith(start)) {
      apply(event.stream.slice(start.length), [event]);
    }
  }

  const decideOnce = async <Answer>(
    id: string,
    decide: (state: State | undefined) => Decided<Answer>,
  ): Promise<{ readonly state: State | undefined; readonly answer: Answer }> => {
    const { state, version } = entries.get(id) ?? { state: undefined, version: 0 };
    const { events, answer } = decide(state);
    if (events.length === 0) {
      return { state, answer };
    }
    const stored = await ledger.append(start + id, version, events);
    return { state: apply(id, stored), answer };
  };

  return {
    load: async (id) => entries.get(id)?.state,
    list: async (where) =>
      [...entries.values()].flatMap(({ state }) =>
        state !== undefined && where(state) ? [state] : [],
      ),
    change: (id, decide) => inTurn.run(id, () => decideOnce(id, decide)),
  };
};
