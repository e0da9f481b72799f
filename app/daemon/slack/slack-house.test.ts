import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { createDeferred, settle } from '../../../lib/kernel/deferred.fixture.ts';
import { createMemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import type { Incoming } from '../../../lib/operation/attempt.ts';
import type { Surface } from '../../../lib/operation/surface.ts';
import { line, replyOf } from '../../../lib/reply/reply.ts';
import { readConfig } from '../config.ts';
import { noSeams } from '../seams.ts';
import { eventually } from './eventually.fixture.ts';
import { createSlackHouse, type SlackHouse } from './slack-house.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

type Handle = (incoming: Incoming, surface: Surface) => Promise<void>;

const done = replyOf(line('Done.'));
const general = 'C0GENERAL';

let slack: TestSlack;
let house: SlackHouse;
let handled: Incoming[];
let handle: Handle;

beforeEach(async () => {
  slack = await startTestSlack();
  handled = [];
  handle = (_, surface) => surface.acknowledge({ kind: 'reply', reply: done });
  const read = readConfig({
    SLACK_BOT_TOKEN: slack.workspace.botToken,
    SLACK_APP_TOKEN: slack.workspace.appToken,
    SLACK_API_URL: slack.workspace.apiUrl,
    SLACK_SOCKET_CONNECTIONS: '1',
    APPROVAL_CHANNEL_ID: 'C0APPROVALS',
    IMAGE_PROVISIONER_LAMBDA_ARN: 'provisioner',
  });
  if (!read.ok) {
    throw new Error(read.error.join('\n'));
  }
  const ledger = createMemoryLedger({ clock: systemClock });
  house = createSlackHouse({
    config: read.value,
    opened: { ledger, history: [], warnings: [] },
    clock: systemClock,
    log: slack.recorded.log,
    seams: noSeams,
  });
  await house.greet();
  await house.listen(async (incoming, surface) => {
    handled.push(incoming);
    await handle(incoming, surface);
  });
});
afterEach(async () => {
  await house.close();
  await slack.stop();
});

const dana = () => slack.workspace.person('U0DANA');
const unhandled = () => slack.recorded.said('slack.unhandled').map(({ fields }) => fields['type']);
const lastEnvelope = () => slack.workspace.envelopes().at(-1);

describe('a request', () => {
  it('is handed to the flow, whose answer the person sees at once', async () => {
    const { outcome, text } = await dana().types(general, '/infra status dev');
    expect({ outcome, text }).toEqual({ outcome: 'acknowledged', text: 'Done.' });
    expect(handled).toMatchObject([
      { principal: 'slack:U0DANA', words: { kind: 'text', root: 'infra', text: 'status dev' } },
    ]);
  });

  it('that the flow fails on is acknowledged all the same, and logged', async () => {
    handle = () => Promise.reject(new Error('odd'));
    expect((await dana().types(general, '/infra status')).outcome).toBe('acknowledged');
    expect(slack.recorded.said('slack.listener_failed')).toMatchObject([
      { level: 'error', fields: { error: expect.stringContaining('odd') } },
    ]);
  });

  it('that comes while the process is about to end is told to come back', async () => {
    house.refuseNew();
    const { text } = await dana().types(general, '/infra stop dev');
    expect(text).toMatch(/^Error: Quartermaster is restarting\. Your request was not recorded/);
    expect(handled).toEqual([]);
  });

  it('of before a crash has a way back', async () => {
    const surface = house.surfaceFor({
      id: 'req-abc123',
      operationId: 'op-abc123',
      principal: 'slack:U0DANA',
      origin: { surface: 'slack/command', channel: general },
      words: { kind: 'text', root: 'infra', text: 'stop dev' },
      dedupeKeys: ['trigger:1'],
      changes: true,
    });
    await surface.acknowledge();
    await surface.reply(done);
    expect(dana().ephemerals()).toMatchObject([{ channel: general, text: 'Done.' }]);
  });

  it('is waited for by idle', async () => {
    const work = createDeferred<void>();
    handle = async (_, surface) => {
      await surface.acknowledge();
      await work.promise;
    };
    await dana().types(general, '/infra status');
    const seen: string[] = [];
    const idle = house.idle().then(() => seen.push('idle'));
    await settle();
    seen.push('finished');
    work.resolve();
    await idle;
    expect(seen).toEqual(['finished', 'idle']);
  });
});

describe('what nobody handles', () => {
  it('a button of an older version is named in the log, and whoever clicked is told', async () => {
    await slack.web.once.chat.postMessage({
      channel: general,
      text: 'old',
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'approve_request',
              value: 'req-abc123',
              text: { type: 'plain_text', text: 'Approve' },
            },
          ],
        },
      ],
    });
    const [message] = dana().reads(general);
    expect(message && (await dana().clicks(message, 'Approve'))).toBe('acknowledged');
    await eventually(() => dana().ephemerals().length === 1, 'the answer');
    expect(dana().ephemerals()[0]?.text).toMatch(/^Error: I do not know what this button/);
    expect(unhandled()).toEqual(['block_actions approve_request']);
    expect(handled).toEqual([]);
  });

  it('a form of an older version is named in the log, and whoever sent it is told', async () => {
    await dana().types(general, '/infra');
    await slack.web.once.views.open({
      trigger_id: String(lastEnvelope()?.payload['trigger_id']),
      view: {
        type: 'modal',
        callback_id: 'older_form',
        title: { type: 'plain_text', text: 'Old' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [],
      },
    });
    await dana().submits();
    await eventually(() => dana().dms().length === 1, 'the answer');
    expect(dana().dms()[0]?.text).toMatch(/^Error: I do not know what this button or form/);
    expect(unhandled()[0]).toBe('view_submission older_form');
  });

  it('an event is acknowledged, and named in the log', async () => {
    expect((await dana().says(dana().dmChannel, 'hello')).event).toBe('acknowledged');
    expect((await dana().says(general, '<@U0BOT> hello')).event).toBe('acknowledged');
    expect(unhandled()).toContain('message');
    expect(unhandled()).toContain('app_mention');
  });
});

it('knows who is in the approval channel, without itself', async () => {
  expect(await house.approvalChannel()).toEqual({ isPrivate: true, users: ['U0ALICE', 'U0AMIR'] });
});

it('stops asking who it is when it is closed', async () => {
  slack.workspace.faults.next('auth.test', { kind: 'error', code: 'invalid_auth' }, 100);
  const greeting = house.greet();
  await house.close();
  expect(await greeting).toBe(false);
});
