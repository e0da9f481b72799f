import { type Clock, type Millis, systemClock } from '../../../lib/kernel/clock.ts';
import type { WorkspaceState } from './model/state.ts';
import { seeMessage } from './people/seen-message.ts';
import { seeModal } from './people/seen-modal.ts';
import type { RecordedCall } from './web-api/calls.ts';

/** How long to wait, and for what: the words for the error. */
export interface UntilOptions {
  /** Milliseconds of real time (5000). */
  readonly within?: Millis;
  readonly what?: string;
}

const lastOf = (lines: readonly string[]): string => lines.slice(-15).join('\n') || '  nothing';

const describeMessages = ({ directory, messages }: WorkspaceState): string =>
  lastOf(
    directory
      .conversations()
      .flatMap(({ id }) => messages.in(id))
      .toSorted((one, other) => one.ts.localeCompare(other.ts))
      .map((message) => {
        const seen = seeMessage(directory, message);
        const only = message.ephemeralTo === undefined ? '' : ` (only ${message.ephemeralTo})`;
        const buttons = seen.buttons.map(({ label }) => ` [${label}]`).join('');
        return `  ${seen.channel} ${seen.fromName}${only}: ${seen.text || seen.shown}${buttons}`;
      }),
  );

const describeModals = ({ directory, modals }: WorkspaceState): string =>
  lastOf(
    directory.people().flatMap(({ id, name }) =>
      modals
        .stackOf(id)
        .slice(-1)
        .map((view) => `  ${name}: ${seeModal(view).title}`),
    ),
  );

const describeCalls = (calls: readonly RecordedCall[]): string =>
  lastOf(
    calls.map(({ method, answer }) => `  ${method}: ${answer.ok ? 'ok' : String(answer['error'])}`),
  );

const describe = (state: WorkspaceState, calls: readonly RecordedCall[]): string =>
  [
    `messages:\n${describeMessages(state)}`,
    `modals:\n${describeModals(state)}`,
    `calls:\n${describeCalls(calls)}`,
  ].join('\n');

/** Waits for the workspace to come to something. */
export type Until = <T>(
  predicate: () => T | undefined | null | false,
  options?: UntilOptions,
) => Promise<T>;

/**
 * Resolves with the first value that the predicate gives (anything but undefined, null and false), asked now and
 * after every change of the workspace. Rejects after `within` of real time, whatever the workspace's clock
 * shows, with what was there instead; and at once if the predicate throws.
 */
export const createUntil =
  (
    state: WorkspaceState,
    calls: () => readonly RecordedCall[],
    clock: Clock = systemClock,
  ): Until =>
  (predicate, { within = 5_000, what = 'what was waited for' } = {}) =>
    new Promise((resolve, reject) => {
      let stop: () => void;
      const ask = (): void => {
        try {
          const value = predicate();
          if (value !== undefined && value !== null && value !== false) {
            stop();
            resolve(value);
          }
        } catch (caught) {
          stop();
          reject(caught);
        }
      };
      const cancel = clock.schedule(within, () => {
        stop();
        const seen = describe(state, calls());
        reject(new Error(`no sign of ${what} within ${within} ms\n${seen}`));
      });
      const unsubscribe = state.changes.subscribe(ask);
      stop = () => {
        cancel();
        unsubscribe();
      };
      ask();
    });
