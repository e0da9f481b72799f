const listAt = (map, key) => map.get(key) ?? map.set(key, []).get(key);

/**
 * The least that the Chat SDK wants of a store: one process, and nothing outlives it. (Expiry is left out; no test lasts
 * that long.)
 */
export const createChatMemory = () => {
  const values = new Map();
  const lists = new Map();
  const queues = new Map();
  const locks = new Map();
  const subscribed = new Set();
  let lastToken = 0;

  return {
    connect: async () => undefined,
    disconnect: async () => undefined,
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => void values.set(key, value),
    setIfNotExists: async (key, value) => !values.has(key) && Boolean(values.set(key, value)),
    delete: async (key) => void values.delete(key),
    appendToList: async (key, value) => void listAt(lists, key).push(value),
    getList: async (key) => [...listAt(lists, key)],
    enqueue: async (thread, entry) => listAt(queues, thread).push(entry),
    dequeue: async (thread) => listAt(queues, thread).shift() ?? null,
    queueDepth: async (thread) => listAt(queues, thread).length,
    acquireLock: async (threadId, ttl) => {
      if (locks.has(threadId)) {
        return null;
      }
      lastToken += 1;
      const lock = { threadId, token: String(lastToken), expiresAt: Date.now() + ttl };
      locks.set(threadId, lock);
      return lock;
    },
    extendLock: async ({ threadId, token }) => locks.get(threadId)?.token === token,
    releaseLock: async ({ threadId }) => void locks.delete(threadId),
    forceReleaseLock: async (threadId) => void locks.delete(threadId),
    isSubscribed: async (thread) => subscribed.has(thread),
    subscribe: async (thread) => void subscribed.add(thread),
    unsubscribe: async (thread) => void subscribed.delete(thread),
  };
};
