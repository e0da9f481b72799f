import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { objectAt } from '../json.ts';
import type { SeenMessage } from '../people/seen-message.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock });
});

afterEach(() => app.stop());

const button = (label: string, value: string) => ({
  type: 'button',
  text: { type: 'plain_text', text: label },
  action_id: `do-${value}`,
  value,
});
const card = {
  channel: 'C0APPROVALS',
  text: 'New Image Request',
  metadata: { event_type: 'card', event_payload: { request_id: 'req-abcdef' } },
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: '*New Image Request*' } },
    {
      type: 'actions',
      block_id: 'decide',
      elements: [button('✅ Approve', 'yes'), button('❌ Deny', 'no')],
    },
  ],
};

const postCard = async (): Promise<SeenMessage> => {
  await app.web.chat.postMessage(card);
  const [seen] = app.workspace.person('U0ALICE').reads('C0APPROVALS');
  if (seen === undefined) {
    throw new Error('no card');
  }
  return seen;
};

describe('a click on a message', () => {
  it('is offered by the buttons that are seen', async () => {
    const seen = await postCard();
    expect(seen.shown).toBe('*New Image Request*');
    expect(seen.buttons).toMatchObject([
      { label: '✅ Approve', actionId: 'do-yes', value: 'yes', warning: false },
      { label: '❌ Deny', actionId: 'do-no', value: 'no', warning: false },
    ]);
  });

  it('carries the message as it stands, the action, a trigger id and a response_url', async () => {
    const seen = await postCard();
    await expect(app.workspace.person('U0ALICE').clicks(seen, '❌ Deny')).resolves.toBe(
      'acknowledged',
    );
    expect(app.received[0]?.body).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ALICE', username: 'alice', name: 'alice', team_id: 'T0ACME' },
      api_app_id: 'A0QUARTER',
      container: {
        type: 'message',
        message_ts: seen.ts,
        channel_id: 'C0APPROVALS',
        is_ephemeral: false,
      },
      team: { id: 'T0ACME', domain: 'acme' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: 'C0APPROVALS', name: 'privategroup' },
      message: {
        ts: seen.ts,
        bot_id: 'B0BOT',
        user: 'U0BOT',
        blocks: seen.blocks,
        metadata: card.metadata,
      },
      state: { values: {} },
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/actions/T0ACME/'),
      actions: [{ ...button('❌ Deny', 'no'), block_id: 'decide', action_ts: expect.any(String) }],
    });
  });

  it('has a trigger id of its own each time', async () => {
    const seen = await postCard();
    const alice = app.workspace.person('U0ALICE');
    await alice.clicks(seen, '❌ Deny');
    await alice.clicks(seen, '❌ Deny');
    const [one, other] = app.received.map(({ body }) => body['trigger_id']);
    expect(one).not.toBe(other);
  });

  it('that is not acknowledged leaves a warning mark, until one is', async () => {
    const seen = await postCard();
    const alice = app.workspace.person('U0ALICE');
    app.answerWith(() => undefined);
    const clicking = alice.clicks(seen, '❌ Deny');
    await clock.advance(3_000);
    await expect(clicking).resolves.toBe('trouble');
    expect(alice.reads('C0APPROVALS')[0]?.buttons.map(({ warning }) => warning)).toEqual([
      false,
      true,
    ]);
    app.answerWith(({ ack }) => ack());
    await alice.clicks(seen, '❌ Deny');
    expect(alice.reads('C0APPROVALS')[0]?.buttons[1]?.warning).toBe(false);
  });

  it('is impossible once the button is gone, except on a screen that is behind', async () => {
    const seen = await postCard();
    await app.web.chat.update({ channel: seen.channel, ts: seen.ts, text: 'Done', blocks: [] });
    const alice = app.workspace.person('U0ALICE');
    await expect(alice.clicks(seen, '❌ Deny')).rejects.toThrow(
      'no button ❌ Deny; there are: none',
    );
    await expect(alice.clicks(seen, '❌ Deny', { asSeen: true })).resolves.toBe('acknowledged');
  });

  it('is impossible for those who do not see the message', async () => {
    const seen = await postCard();
    await expect(app.workspace.person('U0DANA').clicks(seen, '❌ Deny')).rejects.toThrow(
      'cannot see',
    );
  });

  it('shows the app no ephemeral message, but lets response_url replace and delete it', async () => {
    await app.web.chat.postEphemeral({ ...card, channel: 'C0GENERAL', user: 'U0DANA' });
    const dana = app.workspace.person('U0DANA');
    const [seen] = dana.ephemerals();
    expect(seen).toBeDefined();
    if (seen !== undefined) {
      await dana.clicks(seen, '❌ Deny');
    }
    const body = app.received[0]?.body ?? {};
    expect(body['message']).toBeUndefined();
    expect(objectAt(body, 'container')['is_ephemeral']).toBe(true);
    const post = (answer: object) =>
      fetch(String(body['response_url']), { method: 'POST', body: JSON.stringify(answer) });
    await post({ replace_original: true, text: 'Replaced' });
    expect(dana.ephemerals().map(({ text, buttons }) => [text, buttons])).toEqual([
      ['Replaced', []],
    ]);
    await post({ delete_original: true });
    expect(dana.ephemerals()).toEqual([]);
  });
});

describe('a menu in a message', () => {
  it('sends the chosen option', async () => {
    const option = { text: { type: 'plain_text' as const, text: 'One' }, value: '1' };
    const menu = { type: 'static_select' as const, action_id: 'pick', options: [option] };
    await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'x',
      blocks: [{ type: 'actions', elements: [menu] }],
    });
    const dana = app.workspace.person('U0DANA');
    const [seen] = dana.reads('C0GENERAL');
    expect(seen?.menus).toMatchObject([{ actionId: 'pick', options: ['One'] }]);
    const choose = async (label: string) => seen && dana.chooses(seen, 'pick', label);
    await expect(choose('One')).resolves.toBe('acknowledged');
    await expect(choose('Two')).rejects.toThrow('it offers: One');
    expect(app.received[0]?.body['actions']).toMatchObject([
      { action_id: 'pick', selected_option: option },
    ]);
  });
});
