import { describe, expect, it } from '@jest/globals';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createRedactor } from '../kernel/redaction.ts';
import type { FunctionInvoker, InvocationOutcome } from './function-invoker.ts';
import { watchFunctions } from './watched-invoker.ts';

const call = {
  function: 'orchestrator',
  payload: {
    action: 'status',
    operation_id: 'op-abc123',
    user_info: { user_id: 'U1', username: 'dana', display_name: 'Dana' },
    environment: 'dev',
  },
} as const;

/** An invoker that always ends in this way. */
const endingIn = (outcome: InvocationOutcome<never>): FunctionInvoker => ({
  invoke: async () => outcome,
});

describe('watched functions', () => {
  it('take secrets out of what a function says of an error', async () => {
    const log = createRecordingLog();
    const message = 'refused the token xoxb-not-a-real-token of somebody';
    const functions = endingIn({ kind: 'crashed', errorType: 'Error', message });

    const outcome = await watchFunctions(functions, createRedactor([]), log).invoke(call);

    expect(outcome).toMatchObject({ message: 'refused the token [redacted] of somebody' });
    expect(JSON.stringify(log.lines)).not.toContain('xoxb');
  });

  it.each([
    [{ kind: 'lost', reason: 'socket hang up' }, 'socket hang up'],
    [{ kind: 'not-run', retry: true, reason: 'throttled' }, 'throttled'],
    [{ kind: 'crashed', errorType: 'Error', message: 'boom' }, 'Error: boom'],
    [{ kind: 'unreadable', reason: 'services: missing' }, 'services: missing'],
    [{ kind: 'not-configured', variable: 'X_ARN' }, 'X_ARN is not set'],
  ] satisfies [InvocationOutcome<never>, string][])(
    'log the trouble %j',
    async (outcome, trouble) => {
      const log = createRecordingLog();

      await watchFunctions(endingIn(outcome), createRedactor([]), log).invoke(call);

      expect(log.lines).toEqual([
        expect.objectContaining({
          level: 'warn',
          event: 'function.failed',
          action: 'status',
          operation_id: 'op-abc123',
          kind: outcome.kind,
          trouble,
        }),
      ]);
    },
  );
});
