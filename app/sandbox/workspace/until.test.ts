import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({}, false);
});

afterEach(() => app.stop());

describe('until', () => {
  it('resolves with what is there already', async () => {
    await expect(app.workspace.until(() => 'here')).resolves.toBe('here');
  });

  it('resolves upon the change that brings it', async () => {
    const dana = app.workspace.person('U0DANA');
    const waiting = app.workspace.until(() => dana.dms()[0]?.text);
    await app.web.chat.postMessage({ channel: 'U0DANA', text: 'For you' });
    await expect(waiting).resolves.toBe('For you');
  });

  it('rejects in time with what was there instead', async () => {
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'Something else' });
    await app.web.auth.test();
    const waiting = app.workspace.until(() => undefined, { within: 20, what: 'a DM to Dana' });
    await expect(waiting).rejects.toThrow(
      /no sign of a DM to Dana within 20 ms[\s\S]*C0GENERAL quartermaster: Something else[\s\S]*modals:\n {2}nothing[\s\S]*auth\.test: ok/,
    );
  });

  it('rejects with what the predicate throws', async () => {
    const waiting = app.workspace.until(() => app.workspace.person('U0DANA').reads('C0APPROVALS'));
    await expect(waiting).rejects.toThrow('cannot see');
  });
});

describe('a listener for changes', () => {
  it('hears of each until it is taken away', async () => {
    const kinds: string[] = [];
    const stop = app.workspace.onChange(({ kind }) => kinds.push(kind));
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
    stop();
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'y' });
    expect(kinds).toEqual(['message', 'call']);
  });
});
