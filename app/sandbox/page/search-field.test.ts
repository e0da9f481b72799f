import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { dana, type PageSetting, startPage } from './page.fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Fetch'),
  submit: plain('Fetch'),
  blocks: [
    {
      type: 'input',
      block_id: 'thing',
      label: plain('Thing'),
      element: { type: 'external_select', action_id: 'value', min_query_length: 0 },
    },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'value' },
    },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'more', text: plain('More'), value: 'more' }],
    },
  ],
};

let setting: PageSetting;
let view: string;
const person = () => setting.app.workspace.person('U0DANA');
const send = (action: string, sent: Readonly<Record<string, string>>) =>
  setting.send(`${dana}/modal/${action}`, { view, ...sent });
const look = () => setting.look(dana);

beforeEach(async () => {
  setting = await startPage();
  const { app } = setting;
  app.answerWith(async ({ type, body, ack }) => {
    const all = ['stick', '<b>all</b>'].map((value) => ({ text: plain(`The ${value}`), value }));
    const typed = String(body['value']);
    const options = all.filter(({ value }) => value.includes(typed));
    await ack(body['type'] === 'block_suggestion' ? { options } : {});
    if (type === 'slash_commands') {
      await app.web.views.open({ trigger_id: String(body['trigger_id']), view: form });
    }
  });
  await setting.send(`${dana}/message`, { text: '/fetch' });
  view = await app.workspace.until(() => person().modal?.viewId);
});
afterEach(() => setting.stop());

describe('a search field', () => {
  it('is a text field that offers nothing before anything is searched', async () => {
    const seen = await look();
    expect(seen).toMatch(/<input\s+id="field:thing"\s+type="text"\s+role="combobox"/);
    expect(seen).toContain('data-field="thing"');
    expect(seen).toContain(`data-search="${dana}/modal/search"`);
    expect(seen).not.toContain('role="listbox"');
  });

  it('offers what the app offers for what is typed', async () => {
    const answer = await send('search', { field: 'thing', typed: 'l' });
    expect(answer.status).toBe(303);
    expect(setting.app.received.at(-1)?.body).toMatchObject({
      type: 'block_suggestion',
      block_id: 'thing',
      value: 'l',
    });
    const seen = await look();
    expect(seen).toMatch(/<ul id="field:thing-options"[^>]* data-typed="l" hidden>/);
    expect(seen).toMatch(/data-value="&lt;b&gt;all&lt;\/b&gt;">The &lt;b&gt;all&lt;\/b&gt;<\/li>/);
    expect(seen).not.toContain('stick');
  });

  it('says that there are no results', async () => {
    await send('search', { field: 'thing', typed: 'ball' });
    expect(await look()).toContain('No results');
  });

  it('says so too where the app does not answer as Slack takes it', async () => {
    setting.app.answerWith(({ ack }) => ack({ options: 'stick' }));
    await send('search', { field: 'thing', typed: 's' });
    expect(await look()).toContain('No results');
  });

  it('sends the option that was picked', async () => {
    await send('search', { field: 'thing', typed: 'st' });
    await send('submit', { 'field:thing': 'stick', 'field:why': 'because' });
    expect(setting.app.received.at(-1)?.body).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { thing: { value: { selected_option: { value: 'stick' } } } } } },
    });
    expect(person().modal).toBeUndefined();
  });

  it('searches for what was typed whole, as without the script', async () => {
    await send('submit', { 'field:thing': 'stick', 'field:why': 'because' });
    expect(person().modal).toBeUndefined();
  });

  it('counts for nothing where nothing was picked, and the other fields keep what was typed', async () => {
    await send('submit', { 'field:thing': 'sti', 'field:why': 'because' });
    const seen = await look();
    expect(seen).toContain('Please complete this required field.');
    expect(seen).toContain('value="because"');
    expect(setting.app.received.map(({ body }) => body['type'])).not.toContain('view_submission');
  });

  it('keeps what was picked when a button of the modal is pressed', async () => {
    await send('search', { field: 'thing', typed: 'st' });
    await send('click', { label: 'More', 'field:thing': 'stick' });
    expect(setting.app.received.at(-1)?.body).toMatchObject({ type: 'block_actions' });
    expect(await look()).toContain('value="stick"');
    await send('click', { label: 'More', 'field:thing': 'sti' });
    expect(person().modal?.fields[0]?.value).toBeUndefined();
  });

  it('is not searched in a form that is gone', async () => {
    const answer = await setting.send(`${dana}/modal/search`, {
      view: 'V0GONE',
      field: 'thing',
      typed: 's',
    });
    expect(answer.status).toBe(409);
  });
});
