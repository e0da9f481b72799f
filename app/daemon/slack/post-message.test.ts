import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHastyClock, type HastyClock } from '../hasty-clock.fixture.ts';
import { createPacer } from './pacer.ts';
import { findPosted, type PostPorts, postMessage } from './post-message.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const channel = 'C0APPROVALS';
const message = { text: 'New Image Request', blocks: [] };
const tag = { request_id: 'req-abc123', kind: 'card' };

let slack: TestSlack;
let hasty: HastyClock;
let ports: PostPorts;

beforeEach(async () => {
  slack = await startTestSlack();
  hasty = createHastyClock();
  ports = {
    web: slack.web,
    pacer: createPacer(hasty.clock),
    clock: hasty.clock,
    log: slack.recorded.log,
  };
});
afterEach(() => slack.stop());

const post = () => postMessage(ports, channel, message, tag);
const shown = () => slack.workspace.person('U0ALICE').reads(channel);
const calls = (method: string) => slack.workspace.calls(method).length;

describe('posting a message', () => {
  it('gives its place, and marks it so that it is known again', async () => {
    const place = await post();
    expect(shown()).toMatchObject([{ text: message.text, ts: place?.ts }]);
    expect(slack.workspace.calls('chat.postMessage')[0]?.args['metadata']).toEqual({
      event_type: 'quartermaster_message',
      event_payload: tag,
    });
    expect(hasty.pauses).toEqual([]);
  });

  it('waits as long as a rate limit says, and posts once', async () => {
    slack.workspace.faults.rateLimit('chat.postMessage', 7, 2);
    expect(await post()).toBeDefined();
    // What is left of the seven seconds when the turn comes: a few milliseconds may have passed.
    expect(hasty.pauses.map((pause) => Math.round(pause / 100) * 100)).toEqual([7_000, 7_000]);
    expect(shown()).toHaveLength(1);
    expect(calls('conversations.history')).toBe(0);
  });

  it('does not post again what arrived although the answer was lost', async () => {
    slack.workspace.faults.next('chat.postMessage', { kind: 'lost answer' });
    const place = await post();
    expect(shown()).toMatchObject([{ ts: place?.ts }]);
    expect(calls('chat.postMessage')).toBe(1);
  });

  it.each([
    [{ kind: 'reset' }, 1],
    [{ kind: 'http', status: 503 }, 1],
    [{ kind: 'error', code: 'internal_error' }, 1],
    [{ kind: 'error', code: 'service_unavailable' }, 0],
  ] as const)(
    'posts again what did not arrive after %j, having looked where it might have',
    async (fault, looked) => {
      slack.workspace.faults.next('chat.postMessage', fault);
      expect(await post()).toBeDefined();
      expect(shown()).toHaveLength(1);
      expect(calls('conversations.history')).toBe(looked);
    },
  );

  it.each(['not_in_channel', 'is_archived', 'invalid_blocks', 'missing_scope'])(
    'gives up at once where Slack refuses for good: %s',
    async (code) => {
      slack.workspace.faults.next('chat.postMessage', { kind: 'error', code });
      expect(await post()).toBeUndefined();
      expect(calls('chat.postMessage')).toBe(1);
      expect(slack.recorded.said('slack.post_failed')).toMatchObject([
        { fields: { ...tag, channel, error: expect.stringContaining(code) } },
      ]);
    },
  );

  it('gives up after eight tries with growing pauses', async () => {
    slack.workspace.faults.next('chat.postMessage', { kind: 'http', status: 500 }, 20);
    expect(await post()).toBeUndefined();
    expect(calls('chat.postMessage')).toBe(8);
    expect(slack.recorded.said('slack.post_failed')).toHaveLength(8);
    expect(hasty.pauses.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it('without leave to look it posts again, and the log says that it may appear twice', async () => {
    slack.workspace.scopes.delete('groups:history');
    slack.workspace.faults.next('chat.postMessage', { kind: 'lost answer' });
    await post();
    expect(shown()).toHaveLength(2);
    expect(slack.recorded.said('slack.history_unavailable')).toMatchObject([
      { fields: { ...tag, consequence: 'the message may appear twice' } },
    ]);
  });
});

describe('finding a posted message', () => {
  it('finds the one with this tag among others of ours and of people', async () => {
    await postMessage(ports, channel, message, { ...tag, kind: 'escalation' });
    await postMessage(ports, channel, message, { ...tag, request_id: 'req-other1' });
    const place = await post();
    await slack.workspace.person('U0ALICE').says(channel, 'New Image Request');
    expect(await findPosted(ports, channel, tag, Date.now())).toEqual({ channel, ts: place?.ts });
  });

  it('finds nothing where there is nothing, or only another app’s metadata', async () => {
    await slack.web.once.chat.postMessage({
      channel,
      text: 'x',
      metadata: { event_type: 'somebody_else', event_payload: tag },
    });
    expect(await findPosted(ports, channel, tag, Date.now())).toBeUndefined();
  });

  it('looks back no further than a minute before it was to be posted', async () => {
    await post();
    expect(await findPosted(ports, channel, tag, Date.now() + 30_000)).toBeDefined();
    expect(await findPosted(ports, channel, tag, Date.now() + 90_000)).toBeUndefined();
  });

  it('finds it also where much was said since, and says so when it gave up', async () => {
    const place = await post();
    const alice = slack.workspace.person('U0ALICE');
    const chat = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        await alice.says(channel, `message ${index}`);
      }
    };
    await chat(450);
    expect(await findPosted(ports, channel, tag, Date.now())).toEqual(place);
    await chat(1_600);
    expect(await findPosted(ports, channel, tag, Date.now())).toBeUndefined();
    expect(slack.recorded.said('slack.history_too_long')).toHaveLength(1);
  });
});
