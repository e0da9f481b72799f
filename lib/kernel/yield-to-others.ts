/** Lets everything that has arrived meanwhile be worked on, in the middle of what takes long. It waits for no time. */
export const yieldToOthers = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
