import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHastyClock } from '../hasty-clock.fixture.ts';
import { createPacer } from './pacer.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';
import { createWhisper, type Listener, type Whisper } from './whisper.ts';

const message = { text: 'Error: not today', blocks: [] };
const url = 'https://hooks.slack.com/commands/T0ACME/1/not-a-real-one';
const everyWay: Listener = { user: 'U0DANA', channel: 'C0GENERAL', responseUrl: url };

describe('a whisper', () => {
  let slack: TestSlack;
  let posted: unknown[];
  let refusal: Error | undefined;
  let whisper: Whisper;

  beforeEach(async () => {
    slack = await startTestSlack();
    posted = [];
    refusal = undefined;
    whisper = createWhisper({
      web: slack.web,
      pacer: createPacer(createHastyClock().clock),
      clock: createHastyClock().clock,
      log: slack.recorded.log,
      post: async (to, body) => {
        posted.push([to, body]);
        if (refusal !== undefined) {
          throw refusal;
        }
      },
    });
  });
  afterEach(() => slack.stop());

  const dana = () => slack.workspace.person('U0DANA');
  const wayTaken = (): readonly string[] => slack.workspace.calls().map(({ method }) => method);

  it('goes over the response_url, and replaces nothing there', async () => {
    await whisper(everyWay, message);
    expect(posted).toEqual([
      [url, { ...message, response_type: 'ephemeral', replace_original: false }],
    ]);
    expect(wayTaken()).toEqual([]);
  });

  it('goes into the conversation when the response_url fails, where only they see it', async () => {
    refusal = new Error('the response_url answered 404');
    await whisper(everyWay, message);
    expect(dana().ephemerals()).toMatchObject([{ channel: 'C0GENERAL', text: message.text }]);
    expect(slack.workspace.person('U0ALICE').reads('C0GENERAL')).toEqual([]);
    expect(wayTaken()).toEqual(['chat.postEphemeral']);
    expect(slack.recorded.said('slack.whisper_failed')).toHaveLength(1);
  });

  it('becomes a direct message where the app may not write', async () => {
    refusal = new Error('the response_url answered 404');
    await whisper({ ...everyWay, channel: 'C0APPROVALS' }, message);
    expect(wayTaken()).toEqual(['chat.postEphemeral', 'chat.postMessage']);
    expect(dana().dms()).toMatchObject([{ text: message.text }]);
  });

  it('goes into the thread of a mention first, where everybody reads it', async () => {
    const { message: said } = await dana().says('C0GENERAL', '@quartermaster help');
    await whisper({ ...everyWay, thread: said.ts }, message);
    expect(wayTaken()).toEqual(['chat.postMessage']);
    expect(posted).toEqual([]);
    expect(slack.workspace.person('U0ALICE').reads('C0GENERAL').at(-1)).toMatchObject({
      text: message.text,
      threadTs: said.ts,
      ephemeral: false,
    });
  });

  it('goes where only they see it when the thread takes nothing', async () => {
    const { message: said } = await dana().says('C0GENERAL', '@quartermaster help');
    slack.workspace.faults.next('chat.postMessage', { kind: 'error', code: 'restricted_action' });
    await whisper({ user: 'U0DANA', channel: 'C0GENERAL', thread: said.ts }, message);
    expect(wayTaken()).toEqual(['chat.postMessage', 'chat.postEphemeral']);
    expect(dana().ephemerals()).toMatchObject([{ channel: 'C0GENERAL', text: message.text }]);
  });

  it('goes into the thread of a direct message', async () => {
    const { message: said } = await dana().says(dana().dmChannel, 'help');
    await whisper({ user: 'U0DANA', channel: dana().dmChannel, thread: said.ts }, message);
    expect(dana().dms().at(-1)).toMatchObject({ text: message.text, threadTs: said.ts });
  });

  it.each([
    ['there is no conversation', {}],
    ['the conversation is a direct message already', { channel: 'D0DANA' }],
  ])('is a direct message at once where %s', async (_, where) => {
    await whisper({ user: 'U0DANA', ...where }, message);
    expect(wayTaken()).toEqual(['chat.postMessage']);
    expect(dana().dms()).toHaveLength(1);
  });

  it('is not held up by a rate limit: the next way is taken', async () => {
    slack.workspace.faults.rateLimit('chat.postEphemeral', 60);
    await whisper({ user: 'U0DANA', channel: 'C0GENERAL' }, message);
    expect(dana().dms()).toHaveLength(1);
  });

  it.each([
    { kind: 'http', status: 429, retryAfter: 30 },
    { kind: 'http', status: 503 },
    { kind: 'error', code: 'ratelimited' },
    { kind: 'error', code: 'service_unavailable' },
    { kind: 'reset' },
  ] as const)('tries the last way again after %j', async (fault) => {
    slack.workspace.faults.next('chat.postMessage', fault, 3);
    await whisper({ user: 'U0DANA' }, message);
    expect(dana().dms()).toMatchObject([{ text: message.text }]);
    expect(slack.recorded.said('slack.answer_lost')).toEqual([]);
  });

  it('does not knock again where it was turned away for good', async () => {
    slack.workspace.faults.next('chat.postMessage', { kind: 'error', code: 'user_disabled' });
    await whisper({ user: 'U0DANA' }, message);
    expect(wayTaken()).toEqual(['chat.postMessage']);
    expect(slack.recorded.said('slack.answer_lost')).toHaveLength(1);
  });

  it('that nobody could hear is logged and does not reject', async () => {
    refusal = new Error('the response_url answered 500');
    slack.workspace.faults.next('*', { kind: 'error', code: 'internal_error' }, 5);
    await whisper(everyWay, message);
    expect(wayTaken()).toEqual([
      'chat.postEphemeral',
      ...Array.from({ length: 4 }, () => 'chat.postMessage'),
    ]);
    expect(slack.recorded.said('slack.whisper_failed')).toHaveLength(6);
    expect(slack.recorded.said('slack.answer_lost')).toEqual([
      expect.objectContaining({ level: 'error', fields: { user: 'U0DANA' } }),
    ]);
  });

  it('never shows the response_url in the log', async () => {
    refusal = new Error('the response_url answered 404');
    await whisper(everyWay, message);
    expect(JSON.stringify(slack.recorded.lines)).not.toContain('not-a-real-one');
  });
});
