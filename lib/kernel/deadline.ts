import type { Clock, Millis } from './clock.ts';
import { Fault } from './errors.ts';

/**
 * Settles as `work` does, or rejects with the fault DEADLINE_EXCEEDED after `limit`. The work itself goes on:
 * whoever may not let it go on must be able to stop it in another way.
 */
export const withDeadline = <T>(
  clock: Clock,
  limit: Millis,
  what: string,
  work: Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.schedule(limit, () =>
      reject(new Fault('DEADLINE_EXCEEDED', `${what} took longer than ${limit} ms`)),
    );
    work.then(resolve, reject).finally(cancel);
  });
