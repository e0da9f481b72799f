import { toError } from '../../../lib/kernel/errors.ts';

/** A Lambda entry point: it gets the parsed event, and its result is sent as JSON. */
export type FunctionHandler = (event: unknown) => Promise<unknown>;

/** What a runtime makes of a run: the payload to send, and whether it is the description of an exception. */
export interface FunctionRun {
  readonly payload: string;
  readonly functionError: 'Unhandled' | undefined;
}

const asException = (caught: unknown): FunctionRun => {
  const { name, message, stack } = toError(caught);
  const trace = (stack ?? '').split('\n').map((line) => line.trim());
  return {
    payload: JSON.stringify({ errorType: name, errorMessage: message, trace }),
    functionError: 'Unhandled',
  };
};

/** Runs the handler as a managed Node.js runtime does: an exception becomes a payload, and `undefined` becomes null. */
export const runFunction = async (
  handler: FunctionHandler,
  event: unknown,
): Promise<FunctionRun> => {
  try {
    const result = await handler(event);
    return { payload: JSON.stringify(result ?? null), functionError: undefined };
  } catch (caught) {
    return asException(caught);
  }
};
