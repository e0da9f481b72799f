import type { OperationStore } from '../../lib/environment/operation-store.ts';
import { Fault } from '../../lib/kernel/errors.ts';

/** At which of the next calls of the table the function ends, and whether after the call is done. */
export interface Crash {
  readonly at: number;
  readonly after: boolean;
}

const around = async <T>(
  pending: { crash: Crash | undefined },
  call: () => Promise<T>,
): Promise<T> => {
  const { crash } = pending;
  const isNow = crash?.at === 0;
  pending.crash = crash === undefined || isNow ? undefined : { ...crash, at: crash.at - 1 };
  const dead = new Fault('PORT_UNAVAILABLE', 'the function ended here');
  if (isNow && !crash.after) {
    throw dead;
  }
  const answer = await call();
  if (isNow) {
    throw dead;
  }
  return answer;
};

/** A table at one of whose calls the function ends, where a crash is pending. */
export const createCrashingStore = (
  store: OperationStore,
  pending: { crash: Crash | undefined },
): OperationStore => ({
  begin: (operation, wanted) => around(pending, () => store.begin(operation, wanted)),
  find: (id) => around(pending, () => store.find(id)),
  update: (operation, wanted) => around(pending, () => store.update(operation, wanted)),
  running: () => around(pending, () => store.running()),
  guarding: () => around(pending, () => store.guarding()),
  remember: (environment, service) => around(pending, () => store.remember(environment, service)),
  remembered: (environment) => around(pending, () => store.remembered(environment)),
  forget: (environment, service) => around(pending, () => store.forget(environment, service)),
  wanted: (environment) => around(pending, () => store.wanted(environment)),
});
