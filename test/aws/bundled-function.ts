import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** A bundle of a function, loaded as Lambda does it, in a process of its own with an environment of its own. */
export interface BundledFunction {
  /** Sends an event to the exported handler and gives its answer; rejects as the handler does, or when the process ends. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** The runtime inside the process: all that it does beside the bundle. */
const runtime = `
  const { handler } = await import(process.argv[1]);
  process.on('message', async ({ id, event }) => {
    try {
      process.send({ id, answer: await handler(event) });
    } catch (error) {
      process.send({ id, failure: String(error) });
    }
  });
  process.send({ id: 0 });
`;

const messageSchema = z.strictObject({
  id: z.int(),
  answer: z.unknown().optional(),
  failure: z.string().optional(),
});

type Message = z.infer<typeof messageSchema>;

const settle = ({ answer, failure }: Message): unknown => {
  if (failure !== undefined) {
    throw new Error(failure);
  }
  return answer;
};

/** Starts a bundle; rejects with what it wrote to its standard error where it cannot be loaded. */
export const startBundledFunction = async (
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<BundledFunction> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', runtime, file], {
    // Elsewhere than here: nothing of node_modules is found there.
    cwd: dirname(file),
    env: { NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const waiting = new Map<number, (message: Message) => void>();
  const errors = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  child.on('message', (sent: unknown) => {
    const message = messageSchema.parse(sent);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  const answerTo = (id: number): Promise<Message> =>
    Promise.race([
      new Promise<Message>((resolve) => {
        waiting.set(id, resolve);
      }),
      ended.then(async () => ({ id, failure: await errors })),
    ]);
  settle(await answerTo(0));
  let calls = 0;
  return {
    invoke: async (event) => {
      calls += 1;
      const answered = answerTo(calls);
      child.send({ id: calls, event });
      return settle(await answered);
    },
    stop: () => {
      child.kill();
      return ended;
    },
  };
};
