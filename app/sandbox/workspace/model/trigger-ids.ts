import type { Clock, Millis } from '../../../../lib/kernel/clock.ts';
import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';

/** Whose act a trigger id stands for, and in which view it was, if in one. */
export interface Trigger {
  readonly person: string;
  readonly viewId?: string | undefined;
}

/** Why a trigger id opens nothing: Slack's own codes. */
export type TriggerProblem = 'expired_trigger_id' | 'exchanged_trigger_id' | 'invalid_trigger_id';

/** The short-lived permits to open a modal, one for each act of a person. */
export interface TriggerIds {
  issue(trigger: Trigger): string;
  /** Uses the id up: it is good for one exchange. */
  exchange(id: string): Result<Trigger, TriggerProblem>;
}

/** No ids issued yet; each lives for `life` milliseconds. */
export const createTriggerIds = (clock: Clock, life: Millis): TriggerIds => {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>();
  return {
    issue: (trigger) => {
      const sequence = issued.size + 1;
      const id = `${sequence}.${clock.now()}.${sequence.toString(16).padStart(32, '0')}`;
      issued.set(id, { ...trigger, at: clock.now(), used: false });
      return id;
    },
    exchange: (id) => {
      const entry = issued.get(id);
      if (entry === undefined) {
        return fail('invalid_trigger_id');
      }
      if (entry.used) {
        return fail('exchanged_trigger_id');
      }
      if (clock.now() - entry.at > life) {
        return fail('expired_trigger_id');
      }
      entry.used = true;
      return succeed(entry);
    },
  };
};
