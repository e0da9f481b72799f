import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDeferred, settle } from '../../../lib/kernel/deferred.fixture.ts';
import { eventually } from './eventually.fixture.ts';
import type { SlackHouse } from './slack-house.ts';
import { done, startTestHouse, type TestHouse } from './test-house.fixture.ts';

const general = 'C0GENERAL';

let town: TestHouse;
let house: SlackHouse;
beforeEach(async () => {
  town = await startTestHouse();
  ({ house } = town);
});
afterEach(() => town.stop());

const dana = () => town.workspace.person('U0DANA');
const lastEnvelope = () => town.workspace.envelopes().at(-1);

describe('a request', () => {
  it('is handed to the flow, whose answer the person sees at once', async () => {
    const { outcome, text } = await dana().types(general, '/infra status dev');
    expect({ outcome, text }).toEqual({ outcome: 'acknowledged', text: 'Done.' });
    expect(town.handled).toMatchObject([
      { principal: 'slack:U0DANA', words: { kind: 'text', root: 'infra', text: 'status dev' } },
    ]);
  });

  it('that the flow fails on is acknowledged all the same, and logged', async () => {
    town.handleBy(() => Promise.reject(new Error('odd')));
    expect((await dana().types(general, '/infra status')).outcome).toBe('acknowledged');
    expect(town.recorded.said('slack.listener_failed')).toMatchObject([
      { level: 'error', fields: { error: expect.stringContaining('odd') } },
    ]);
  });

  it('that comes while the process is about to end is told to come back', async () => {
    house.refuseNew();
    const { text } = await dana().types(general, '/infra stop dev');
    expect(text).toMatch(/^Error: Quartermaster is restarting\. Your request was not recorded/);
    expect(town.handled).toEqual([]);
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
    town.handleBy(async (_, surface) => {
      await surface.acknowledge();
      await work.promise;
    });
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
    await town.web.once.chat.postMessage({
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
    expect(dana().ephemerals()[0]?.text).toMatch(/^Error: I do not know what to do with this\./);
    expect(town.unhandled()).toEqual(['block_actions approve_request']);
    expect(town.handled).toEqual([]);
  });

  it('a form of an older version is named in the log, and whoever sent it is told', async () => {
    await dana().types(general, '/infra');
    await town.web.once.views.open({
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
    expect(dana().dms()[0]?.text).toMatch(/^Error: I do not know what to do with this\./);
    expect(town.unhandled()[0]).toBe('view_submission older_form');
  });

  it('a form that somebody closed is acknowledged, and nothing is said', async () => {
    await dana().types(general, '/infra');
    await town.web.once.views.open({
      trigger_id: String(lastEnvelope()?.payload['trigger_id']),
      view: {
        type: 'modal',
        callback_id: 'form',
        notify_on_close: true,
        title: { type: 'plain_text', text: 'Form' },
        blocks: [],
      },
    });
    dana().closesModal();
    await town.acknowledged('view_closed');
    await house.idle();
    expect(town.unhandled()).toEqual([]);
    expect(dana().dms()).toEqual([]);
  });
});

it('knows who is in the approval channel, without itself', async () => {
  expect(await house.approvalChannel()).toEqual({ isPrivate: true, users: ['U0ALICE', 'U0AMIR'] });
});

it('stops asking who it is when it is closed', async () => {
  town.workspace.faults.next('auth.test', { kind: 'error', code: 'invalid_auth' }, 100);
  const greeting = house.greet();
  await house.close();
  expect(await greeting).toBe(false);
});
