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

describe('a conversation', () => {
  it('escapes what people and apps write', async () => {
    const { app, look, send } = await setUp();
    await send(`${dana}/message`, { text: '<script>alert(1)</script> & "more"' });
    await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'fallback',
      blocks: card('<i>Go</i>'),
    });
    const seen = await look(dana);
    expect(seen).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(seen).not.toContain('<script>alert');
    expect(seen).toContain('<code>a &lt;script&gt;</code>');
    expect(seen).toContain('&lt;i&gt;Go&lt;/i&gt;');
    expect(seen).not.toContain('<i>');
  });

  it('shows blocks instead of the text, with mentions by name and buttons in their style', async () => {
    const { app, look } = await setUp();
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'fallback', blocks: card('Go') });
    const seen = await look(dana);
    expect(seen).not.toContain('fallback');
    expect(seen).toContain('<strong>Image:</strong>');
    expect(seen).toContain('@Dana Developer');
    expect(seen).toMatch(/class="button primary"[^>]*>Go</s);
  });

  it('keeps ephemeral messages private, and marks them', async () => {
    const { app, look } = await setUp();
    await app.web.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0DANA', text: 'psst' });
    const seen = await look(dana);
    expect(seen).toContain('psst');
    expect(seen).toContain('Only visible to you');
    const others = await Promise.all([look(alice), look('/as/U0GWEN/in/C0GENERAL')]);
    for (const other of others) {
      expect(other).not.toContain('psst');
      expect(other).not.toContain('unread');
    }
  });

  it('marks edited messages', async () => {
    const { app, look } = await setUp();
    const { ts } = await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
    await expect(look(dana)).resolves.not.toContain('(edited)');
    await app.web.chat.update({ channel: 'C0GENERAL', ts: ts ?? '', text: 'two' });
    await expect(look(dana)).resolves.toContain('(edited)');
  });

  it('counts what one has not seen, until one looks', async () => {
    const { app, look } = await setUp();
    await app.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'a card' });
    await expect(look(alice)).resolves.toContain('aria-label="1 unread"');
    await look('/as/U0ALICE/in/C0APPROVALS');
    // Amir has not looked yet, and his count stands beside his name.
    expect((await look(alice)).match(/1 unread/g)).toHaveLength(1);
  });
});
