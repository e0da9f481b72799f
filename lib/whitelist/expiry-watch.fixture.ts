import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { RequestId } from '../kernel/ids.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import { createExpiryWatch } from './expiry-watch.ts';
import { environments, listing } from './operations.fixture.ts';

/** How often the watch looks. */
export const minute = 60_000;

/** What the function sends of these entries. */
export const expiry = (
  expiring: readonly WhitelistEntry[],
  expired: readonly WhitelistEntry[] = [],
) => ({
  sends: { success: true, expiring, expired },
});

/** A noticeboard that keeps each message as it was shown last, and counts. */
const createBoard = (shown: Map<string, Notice>) => {
  const state = { refuses: false, asked: 0 };
  return {
    state,
    messages: () => [...shown.values()],
    shown: async (requests: ReadonlySet<RequestId>) =>
      [...shown.values()].filter(({ requestId }) => requests.has(requestId)),
    words: () => [...shown.values()].map(({ reply }) => plainText(reply).split('\n')[0]),
    show: async (notice: Notice) => {
      state.asked += 1;
      if (!state.refuses) {
        shown.set(`${notice.requestId}/${notice.kind}`, notice);
      }
      return !state.refuses;
    },
  };
};

/** A watch at 2026-01-05T09:00Z over a function that sends this first; it is not started. */
export const createWatchBench = (
  first: ReturnType<typeof expiry> | { readonly sends: object } = expiry([]),
  wrap: (functions: FunctionInvoker) => FunctionInvoker = (functions) => functions,
  /** What hung there when an earlier process ended. */
  earlier: Map<string, Notice> = new Map(),
) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const board = createBoard(earlier);
  const functions = createScriptedInvoker({
    'ip-whitelist expire': first,
    'ip-whitelist list': listing(),
  });
  let operations = 0;
  const watch = createExpiryWatch({
    functions: wrap(functions),
    noticeboard: board,
    ids: {
      operation: () => {
        operations += 1;
        return `op-${String(operations).padStart(6, '0')}`;
      },
    },
    clock,
    log,
    notifyChannel: 'C0NOTIFY',
    environments,
    defaultTtl: '30d',
  });
  const looks = (): number =>
    functions.calls.filter(({ payload }) => payload.action === 'expire').length;
  const says = (answer: { readonly sends: object }): void => {
    functions.script.set('ip-whitelist expire', answer);
  };
  return { clock, log, board, functions, watch, looks, says };
};

/** The question to the owner of Dana's home. */
export const asks =
  '⏳ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-02-04 09:00 UTC.';
/** The news that its time is over. */
export const ended =
  '⌛ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) has expired and is no longer let in. Connections already open end by themselves.';
