/** Runs tasks of one key after another and tasks of different keys side by side. */
export interface Sequence {
  /** Runs `task` when all earlier tasks of `key` have settled; settles as it does. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is running or waiting, including what was added meanwhile. */
  idle(): Promise<void>;
}

/** An empty sequence. Keys cost memory only while they have tasks. */
export const createSequence = (): Sequence => {
  const tails = new Map<string, Promise<void>>();
  return {
    run: (key, task) => {
      const outcome = (tails.get(key) ?? Promise.resolve()).then(task);
      const forget = (): void => {
        if (tails.get(key) === tail) {
          tails.delete(key);
        }
      };
      const tail: Promise<void> = outcome.then(forget, forget);
      tails.set(key, tail);
      return outcome;
    },
    idle: async () => {
      while (tails.size > 0) {
        // Each round may have brought new tasks, so this cannot be one Promise.all.
        await Promise.all(tails.values());
      }
    },
  };
};
