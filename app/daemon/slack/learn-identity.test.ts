import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHastyClock } from '../hasty-clock.fixture.ts';
import { learnIdentity } from './learn-identity.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const forever = (): boolean => false;
const us = { botUserId: 'U0BOT', botId: 'B0BOT', teamId: 'T0ACME' };

let slack: TestSlack;
beforeEach(async () => {
  slack = await startTestSlack();
});
afterEach(() => slack.stop());

describe('learning who we are', () => {
  it('takes one question where Slack answers', async () => {
    const { clock, pauses } = createHastyClock();
    const learnt = await learnIdentity({ web: slack.web, clock, log: slack.recorded.log }, forever);
    expect(learnt).toEqual(us);
    expect(pauses).toEqual([]);
  });

  it('goes on asking with pauses that grow to half a minute, and tells each failure', async () => {
    const { clock, pauses } = createHastyClock();
    slack.workspace.faults.next('auth.test', { kind: 'error', code: 'invalid_auth' }, 8);
    const learnt = await learnIdentity({ web: slack.web, clock, log: slack.recorded.log }, forever);
    expect(learnt).toEqual(us);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    const failed = slack.recorded.said('slack.auth_failed');
    expect(failed).toHaveLength(8);
    expect(failed[7]).toMatchObject({
      level: 'error',
      fields: { tries: 8, error: expect.stringContaining('invalid_auth') },
    });
  });

  it('ends when nobody waits any more', async () => {
    const { clock, pauses } = createHastyClock();
    slack.workspace.faults.next('auth.test', { kind: 'error', code: 'invalid_auth' }, 100);
    const learnt = await learnIdentity(
      { web: slack.web, clock, log: slack.recorded.log },
      () => pauses.length === 3,
    );
    expect(learnt).toBeUndefined();
    expect(slack.workspace.calls('auth.test')).toHaveLength(3);
  });

  it('asks nothing when it was stopped before', async () => {
    const { clock } = createHastyClock();
    const ports = { web: slack.web, clock, log: slack.recorded.log };
    expect(await learnIdentity(ports, () => true)).toBeUndefined();
    expect(slack.workspace.calls()).toEqual([]);
  });
});
