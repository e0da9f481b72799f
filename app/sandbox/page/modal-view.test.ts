import { afterEach, describe, expect, it } from '@jest/globals';
import { alice, dana, type PageSetting, startPage } from './page.fixture.ts';

const undo: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(undo.splice(0).map((each) => each()));
});

const setUp = async (...options: Parameters<typeof startPage>): Promise<PageSetting> => {
  const setting = await startPage(...options);
  undo.push(setting.stop);
  return setting;
};

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'A <b>form</b>' },
  submit: { type: 'plain_text' as const, text: 'Request' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Reason' },
      hint: { type: 'plain_text' as const, text: 'Be kind' },
      element: { type: 'plain_text_input' as const, action_id: 'value', multiline: true },
    },
  ],
};

/** Lets every command open the form; submissions are answered with `answer`. */
const opensForm = ({ app }: PageSetting, answer: Readonly<Record<string, unknown>> = {}): void =>
  app.answerWith(async ({ type, body, ack }) => {
    await ack(type === 'slash_commands' ? {} : answer);
    if (type === 'slash_commands') {
      await app.web.views.open({ trigger_id: String(body['trigger_id']), view: form });
    }
  });

const openForm = async ({ app, send }: PageSetting): Promise<string> => {
  await send(`${dana}/message`, { text: '/form' });
  return app.workspace.until(() => app.workspace.person('U0DANA').modal?.viewId);
};

describe('a modal', () => {
  it('is shown to its person alone, with labels for its fields', async () => {
    const setting = await setUp();
    opensForm(setting);
    await openForm(setting);
    const seen = await setting.look(dana);
    expect(seen).toContain('A &lt;b&gt;form&lt;/b&gt;');
    expect(seen).toMatch(/<label[^>]*for="field:why"[^>]*>Reason/);
    expect(seen).toMatch(/<textarea[^>]*id="field:why"/);
    expect(seen).toContain('Be kind');
    await expect(setting.look(alice)).resolves.not.toContain('role="dialog"');
  });

  it('complains at an empty field without asking the app', async () => {
    const setting = await setUp();
    opensForm(setting);
    const view = await openForm(setting);
    await setting.send(`${dana}/modal/submit`, { view, 'field:why': '' });
    await expect(setting.look(dana)).resolves.toContain('Please complete this required field.');
    expect(setting.app.received.map(({ type }) => type)).toEqual(['slash_commands']);
  });

  it('shows the errors of the app at the fields, and keeps what was typed', async () => {
    const setting = await setUp();
    opensForm(setting, { response_action: 'errors', errors: { why: 'Not <good> enough' } });
    const view = await openForm(setting);
    await setting.send(`${dana}/modal/submit`, { view, 'field:why': 'line 1\r\nline 2' });
    const seen = await setting.look(dana);
    expect(seen).toContain('Not &lt;good&gt; enough');
    expect(seen).toContain('line 1\nline 2</textarea>');
    expect(seen).toContain('aria-invalid="true"');
  });

  it('is gone after it was sent', async () => {
    const setting = await setUp();
    opensForm(setting);
    const view = await openForm(setting);
    await setting.send(`${dana}/modal/submit`, { view, 'field:why': 'because' });
    expect(setting.app.received[1]?.body).toMatchObject({
      view: { state: { values: { why: { value: { value: 'because' } } } } },
    });
    await expect(setting.look(dana)).resolves.not.toContain('role="dialog"');
    const again = await setting.send(`${dana}/modal/submit`, { view, 'field:why': 'because' });
    expect(again.status).toBe(409);
  });

  it('can be cancelled', async () => {
    const setting = await setUp();
    opensForm(setting);
    const view = await openForm(setting);
    await setting.send(`${dana}/modal/close`, { view });
    await expect(setting.look(dana)).resolves.not.toContain('role="dialog"');
  });

  it('shows the view that an answer put in its place', async () => {
    const setting = await setUp();
    const block = {
      ...form.blocks[0],
      block_id: 'else',
      label: { type: 'plain_text', text: 'Then?' },
    };
    const intro = { type: 'section', text: { type: 'mrkdwn', text: 'And *now*:' } };
    const view = { ...form, blocks: [intro, block] };
    opensForm(setting, { response_action: 'update', view });
    const viewId = await openForm(setting);
    await setting.send(`${dana}/modal/submit`, { view: viewId, 'field:why': 'because' });
    const seen = await setting.look(dana);
    expect(seen).toContain('And <strong>now</strong>:');
    expect(seen).toContain('id="field:else"');
    expect(seen).not.toContain('id="field:why"');
  });
});
