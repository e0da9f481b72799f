/** Makes ids that differ from each other for as long as the workspace lives, in the order of making. */
export interface Serial {
  /** A new id that begins with `prefix`, as `Ev00000001`. */
  next(prefix: string): string;
  /** A new number. */
  count(): number;
}

/** A serial that begins at 1. */
export const createSerial = (): Serial => {
  let last = 0;
  const count = (): number => {
    last += 1;
    return last;
  };
  return {
    next: (prefix) => `${prefix}${count().toString(36).toUpperCase().padStart(8, '0')}`,
    count,
  };
};
