import { describe, expect, it } from '@jest/globals';
import { type ErrorCode, refuse } from '../contract/error-envelope.ts';
import type { Principal } from '../identity/principal.ts';
import { answerOf, userInfoOf } from './function-answer.ts';
import type { InvocationOutcome } from './function-invoker.ts';

type Answer = { readonly success: true; readonly name: string };

const answer = (outcome: InvocationOutcome<Answer | ReturnType<typeof refuse>>) =>
  answerOf<Answer>('The orchestrator', outcome);

const unavailable = (message: string, passing: boolean) => ({
  ok: false,
  error: { code: 'UPSTREAM_UNAVAILABLE', message, passing },
});

describe('what a function answered', () => {
  it('is its response', () => {
    const response = { success: true, name: 'lamp' } as const;

    expect(answer({ kind: 'answered', answer: response })).toEqual({ ok: true, value: response });
  });

  it.each<readonly [ErrorCode, boolean]>([
    ['RATE_LIMITED', true],
    ['UPSTREAM_UNAVAILABLE', true],
    ['INTERNAL', false],
    ['CONFLICT', false],
    ['ORG_LIMIT_REACHED', false],
    ['TOKEN_EXPIRED', false],
  ])('is its refusal in its own words: %s may pass: %p', (code, passing) => {
    expect(answer({ kind: 'answered', answer: refuse(code, 'No room.') })).toEqual({
      ok: false,
      error: { code, message: 'No room.', passing },
    });
  });
});

describe('why a function did not answer', () => {
  it('names the variable to set', () => {
    expect(answer({ kind: 'not-configured', variable: 'ORCHESTRATOR_LAMBDA_ARN' })).toEqual({
      ok: false,
      error: {
        code: 'NOT_CONFIGURED',
        message: 'not configured: set ORCHESTRATOR_LAMBDA_ARN',
      },
    });
  });

  it.each([true, false])(
    'says that nothing was done where it did not run (may pass: %p)',
    (retry) => {
      expect(answer({ kind: 'not-run', retry, reason: 'arn:aws:secret' })).toEqual(
        unavailable(
          'The orchestrator could not be reached, so nothing was done. Please try again in a minute.',
          retry,
        ),
      );
    },
  );

  it('says that it is not known what was done where the answer was lost', () => {
    expect(answer({ kind: 'lost', reason: 'socket hang up' })).toEqual(
      unavailable(
        'The orchestrator did not answer, so it is not known whether it did its work.',
        true,
      ),
    );
  });

  it('sends people to an operator where it broke, and may be asked again as it may have done its work', () => {
    expect(answer({ kind: 'crashed', errorType: 'TypeError', message: 'x of undefined' })).toEqual(
      unavailable('The orchestrator failed on the way. Please tell an operator.', true),
    );
    expect(answer({ kind: 'unreadable', reason: 'services: expected array' })).toEqual(
      unavailable(
        'The orchestrator answered something that its contract does not know. Please tell an operator.',
        true,
      ),
    );
  });
});

describe('userInfoOf', () => {
  it('tells a function who it works for, by the id of their own system', () => {
    const principal: Principal = {
      id: 'slack:U1',
      kind: 'member',
      username: 'dana',
      displayName: 'Dana',
      email: 'dana@example.com',
      groups: [],
      teams: [],
    };

    expect(userInfoOf({ principal, requestId: 'req-a1', operationId: 'op-a1' })).toEqual({
      user_id: 'U1',
      username: 'dana',
      display_name: 'Dana',
    });
  });
});
