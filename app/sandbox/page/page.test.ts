import { afterEach, describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '../read-ledger.ts';
import { styleSheets } from './assets.ts';
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

describe('the page', () => {
  it('leads to the first person, and to the first channel of a person', async () => {
    const { page } = await setUp();
    expect((await page.request('/')).headers.get('Location')).toBe(dana);
    expect((await page.request('/as/U0ALICE')).headers.get('Location')).toBe(alice);
    expect((await page.request('/as/U0NOBODY')).status).toBe(404);
  });

  it('does not show a channel to those who cannot read it', async () => {
    const { page, look } = await setUp();
    const answer = await page.request('/as/U0DANA/in/C0APPROVALS');
    expect(answer.headers.get('Location')).toBe('/as/U0DANA');
    await expect(look(dana)).resolves.not.toContain('image-approvals');
    await expect(look(alice)).resolves.toContain('image-approvals');
  });

  it('allows no scripts and styles but its own', async () => {
    const { page } = await setUp();
    const policy = (await page.request(dana)).headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
  });

  it.each([
    ...styleSheets.map((name) => [name, 'text/css'] as const),
    ['page.js', 'text/javascript'],
    ['search.js', 'text/javascript'],
    ['icon.svg', 'image/svg+xml'],
  ])('serves %s', async (name, type) => {
    const { page } = await setUp();
    const answer = await page.request(`/assets/${name}`);
    expect(answer.headers.get('Content-Type')).toContain(type);
    expect(answer.status).toBe(200);
  });
});

describe('behind the scenes', () => {
  const row: LedgerRow = {
    time: '2026-01-31T12:34:56.789Z',
    event: 'image.request.created',
    actor: 'slack:U0DANA',
    stream: 'request/req-abc123',
    line: '{"justification":"<script>"}',
  };

  it('shows the ledger and the log only where they are asked for', async () => {
    const log = '{"timestamp":"2026-01-31T12:34:56.789Z","level":"info","event":"daemon.ready"}';
    const { look } = await setUp({ ledger: [row], lines: [log, 'a <plain> line'] });
    await expect(look(dana)).resolves.not.toContain('image.request.created');
    const ledger = await look(`${dana}?inside=ledger`);
    expect(ledger).toContain('<code>image.request.created</code>');
    expect(ledger).toContain('12:34:56');
    expect(ledger).not.toContain('<script>"');
    const lines = await look(`${dana}?inside=log`);
    expect(lines).toContain('<b>daemon.ready</b>');
    expect(lines).toContain('a &lt;plain&gt; line');
  });

  it('says that the daemon has ended, and starts it again', async () => {
    const { look, send, restarts } = await setUp({
      state: { kind: 'ended', code: 78, signal: null, asked: false, errors: 'PORT: <wrong>' },
    });
    const seen = await look(dana);
    expect(seen).toContain('exit code 78');
    expect(seen).toContain('PORT: &lt;wrong&gt;');
    expect(seen).toContain('Restart daemon');
    await send(`${dana}/restart`, {});
    expect(restarts()).toBe(1);
  });

  it('tells of every change, and not of what changed', async () => {
    const { app, page } = await setUp();
    const answer = await page.request('/changes');
    const body: ReadableStream<Uint8Array> | null = answer.body;
    const reader = body?.getReader();
    await app.web.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0DANA', text: 'psst' });
    const first = await reader?.read();
    await reader?.cancel();
    expect(answer.headers.get('Content-Type')).toContain('text/event-stream');
    expect(new TextDecoder().decode(first?.value)).toBe('data: changed\n\n');
  });
});
