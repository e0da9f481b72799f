import type { EpochMillis } from '../../../../lib/kernel/clock.ts';
import type { JsonObject } from '../json.ts';
import type { Changes } from '../model/changes.ts';
import type { ApiAnswer } from './api-method.ts';

/** A call of the Web API, or an answer over a response_url (method `response_url`), that took effect or was refused. */
export interface RecordedCall {
  readonly method: string;
  /** The arguments without the token. */
  readonly args: JsonObject;
  /** What the method answered, even where a fault kept it from arriving. */
  readonly answer: ApiAnswer;
  readonly at: EpochMillis;
}

/** The last calls. */
export interface CallLog {
  add(call: RecordedCall): void;
  /** At most a thousand, oldest first. */
  readonly recorded: () => readonly RecordedCall[];
}

const mostKept = 1_000;

/** No calls yet. */
export const createCallLog = (changes: Changes): CallLog => {
  const calls: RecordedCall[] = [];
  return {
    add: (call) => {
      calls.push(call);
      if (calls.length > mostKept) {
        calls.shift();
      }
      changes.emit({ kind: 'call', method: call.method });
    },
    recorded: () => [...calls],
  };
};
