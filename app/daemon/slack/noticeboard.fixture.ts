import type { Clock } from '../../../lib/kernel/clock.ts';
import type { StoredEvent } from '../../../lib/ledger/ledger.ts';
import { createMemoryLedger, type MemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import { createStore } from '../../../lib/ledger/store.ts';
import type { ReadableNoticeboard } from '../../../lib/reply/noticeboard.ts';
import { evolveMessage } from './message-record.ts';
import { createPacer } from './pacer.ts';
import { createSlackNoticeboard } from './slack-noticeboard.ts';
import type { TestSlack } from './test-slack.fixture.ts';

/** A noticeboard as it is after a start, with its ledger: it knows what the ledger held. */
export const openNoticeboard = (
  slack: TestSlack,
  clock: Clock,
  history: readonly StoredEvent[] = [],
): { readonly board: ReadableNoticeboard; readonly ledger: MemoryLedger } => {
  const ledger = createMemoryLedger({ clock, history });
  const board = createSlackNoticeboard({
    web: slack.web,
    pacer: createPacer(clock),
    clock,
    log: slack.recorded.log,
    store: createStore({ ledger, history, prefix: 'message', evolve: evolveMessage }),
  });
  return { board, ledger };
};
