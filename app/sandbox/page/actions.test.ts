import { afterEach, describe, expect, it } from '@jest/globals';
import { alice, card, dana, type PageSetting, startPage } from './page.fixture.ts';

const undo: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(undo.splice(0).map((each) => each()));
});

const setUp = async (...options: Parameters<typeof startPage>): Promise<PageSetting> => {
  const setting = await startPage(...options);
  undo.push(setting.stop);
  return setting;
};

describe('writing', () => {
  it('sends a text as a message', async () => {
    const { app, send, look } = await setUp();
    const answer = await send(`${dana}/message?inside=log`, { text: ' hello @quartermaster ' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe(`${dana}?inside=log`);
    expect(app.received.map(({ type }) => type)).toEqual(['events_api']);
    await expect(look(alice)).resolves.toContain(
      'hello <span class="mention">@Quartermaster</span>',
    );
  });

  it('sends what begins with a slash as a command, and shows its answer to nobody else', async () => {
    const { app, send, look } = await setUp();
    app.answerWith(({ ack }) => ack({ text: 'All is well.' }));
    await send(`${dana}/message`, { text: '/infra status dev' });
    expect(app.received[0]?.body).toMatchObject({ command: '/infra', text: 'status dev' });
    await expect(look(dana)).resolves.toContain('All is well.');
    await expect(look(alice)).resolves.not.toContain('All is well.');
  });

  it('shows the error of a command that nobody acknowledges', async () => {
    const { app, send, look } = await setUp({ options: { timings: { acknowledgement: 30 } } });
    app.answerWith(() => undefined);
    await send(`${dana}/message`, { text: '/infra' });
    await expect(look(dana)).resolves.toContain(
      '/infra failed with the error &quot;operation_timeout&quot;',
    );
  });

  it('sends nothing where there is nothing to send', async () => {
    const { app, send } = await setUp();
    await send(`${dana}/message`, { text: '  ' });
    expect(app.workspace.person('U0DANA').reads('C0GENERAL')).toEqual([]);
  });

  it('refuses forms of other sites', async () => {
    const { app, page } = await setUp();
    const answer = await page.request(`${dana}/message`, {
      method: 'POST',
      body: new URLSearchParams({ text: 'I was tricked' }),
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
    expect(app.workspace.person('U0DANA').reads('C0GENERAL')).toEqual([]);
  });
});

describe('a button', () => {
  it('sends its action to the app', async () => {
    const { app, send } = await setUp();
    const { ts = '' } = await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'card',
      blocks: card('Go'),
    });
    await send(`${dana}/click`, { ts, label: 'Go' });
    expect(app.received[0]?.body).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0DANA' },
      actions: [{ action_id: 'go', value: 'the value' }],
    });
  });

  it('carries a warning after a click that was not acknowledged', async () => {
    const { app, send, look } = await setUp({ options: { timings: { acknowledgement: 30 } } });
    app.answerWith(() => undefined);
    const { ts = '' } = await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'card',
      blocks: card('Go'),
    });
    await send(`${dana}/click`, { ts, label: 'Go' });
    await expect(look(dana)).resolves.toContain('The click was not acknowledged');
  });

  it('that is gone is reported on the page', async () => {
    const { app, send } = await setUp();
    const { ts = '' } = await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'card' });
    const answer = await send(`${dana}/click`, { ts, label: 'Go' });
    expect(answer.status).toBe(409);
    await expect(answer.text()).resolves.toContain('there is no button Go');
  });
});
