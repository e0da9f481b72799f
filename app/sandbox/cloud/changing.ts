import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';

/** A value that becomes others by itself, as time goes by. */
export interface Changing<T> {
  current: T;
  /** What it will be, and from when on, soonest first. */
  next: { readonly at: EpochMillis; readonly to: T }[];
}

/** A value that stays as it is until it is told otherwise. */
export const steady = <T>(current: T): Changing<T> => ({ current, next: [] });

/** Becomes `now` at once, and then each of the others after a further delay. What was to come before is dropped. */
export const become = <T>(
  value: Changing<T>,
  since: EpochMillis,
  now: T,
  ...later: readonly (readonly [after: Millis, to: T])[]
): void => {
  value.current = now;
  let at = since;
  value.next = later.map(([after, to]) => {
    at += after;
    return { at, to };
  });
};

/** Brings a value to what it is at that moment, and calls `onChange` for each value on the way with the moment it came. */
export const settle = <T>(
  value: Changing<T>,
  now: EpochMillis,
  onChange: (to: T, at: EpochMillis) => void = () => undefined,
): void => {
  for (let first = value.next[0]; first !== undefined && first.at <= now; first = value.next[0]) {
    value.next.shift();
    value.current = first.to;
    onChange(first.to, first.at);
  }
};
