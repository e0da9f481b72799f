import type { Clock, Millis } from '../../../../lib/kernel/clock.ts';
import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import type { Serial } from './serial.ts';

/** What an answer over a response_url refers to. */
export interface ResponseTarget {
  /** `commands` for a slash command, `actions` for a click. */
  readonly origin: 'commands' | 'actions';
  readonly channel: string;
  readonly person: string;
  /** The message that was clicked. */
  readonly messageTs?: string;
  /** The command as it was typed, shown with an answer for the whole channel. */
  readonly typed?: string;
}

/** Why a response_url takes no more answers. */
export type ResponseUrlProblem = 'used_url' | 'expired_url' | 'unknown_url';

/** The URLs over which the app may answer an act of a person, five times each. */
export interface ResponseUrls {
  /** A new path, as `/commands/T0ACME/7/…`. */
  issue(target: ResponseTarget): string;
  /** What the path refers to, if it takes another answer. */
  look(path: string): Result<ResponseTarget, ResponseUrlProblem>;
  /** Counts one answer. */
  use(path: string): void;
}

const uses = 5;

/** No URLs issued yet; each lives for `life` milliseconds. */
export const createResponseUrls = (
  clock: Clock,
  serial: Serial,
  teamId: string,
  life: Millis,
): ResponseUrls => {
  const issued = new Map<string, { target: ResponseTarget; expires: number; left: number }>();
  return {
    issue: (target) => {
      const path = `/${target.origin}/${teamId}/${serial.count()}/${serial.next('R')}`;
      issued.set(path, { target, expires: clock.now() + life, left: uses });
      return path;
    },
    look: (path) => {
      const entry = issued.get(path);
      if (entry === undefined) {
        return fail('unknown_url');
      }
      if (clock.now() > entry.expires) {
        return fail('expired_url');
      }
      return entry.left > 0 ? succeed(entry.target) : fail('used_url');
    },
    use: (path) => {
      const entry = issued.get(path);
      if (entry !== undefined) {
        entry.left -= 1;
      }
    },
  };
};
