import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { textAt } from '../json.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock });
});

afterEach(() => app.stop());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const view = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain(title),
  blocks: [
    { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] },
  ],
  ...more,
});
const failure = (error: string) => ({ data: { ok: false, error } });
const lastTrigger = (): string => textAt(app.received.at(-1)?.body ?? {}, 'trigger_id') ?? '';
const dana = () => app.workspace.person('U0DANA');

const open = async (title = 'One') => {
  await dana().types('C0GENERAL', '/x');
  return app.web.views.open({ trigger_id: lastTrigger(), view: view(title) });
};
const pushFromTheTop = async (title: string) => {
  const modal = dana().modal;
  if (modal !== undefined) {
    await dana().clicks(modal, 'More');
  }
  return app.web.views.push({ trigger_id: lastTrigger(), view: view(title) });
};

describe('a trigger id', () => {
  it('opens a modal within three seconds', async () => {
    await dana().types('C0GENERAL', '/x');
    await clock.advance(3_000);
    await app.web.views.open({ trigger_id: lastTrigger(), view: view('One') });
    expect(dana().modal?.title).toBe('One');
  });

  it('expires after them', async () => {
    await dana().types('C0GENERAL', '/x');
    await clock.advance(3_001);
    const opening = app.web.views.open({ trigger_id: lastTrigger(), view: view('One') });
    await expect(opening).rejects.toMatchObject(failure('expired_trigger_id'));
    expect(dana().modal).toBeUndefined();
  });

  it('is good for one exchange, and must have been issued', async () => {
    await open();
    const again = app.web.views.open({ trigger_id: lastTrigger(), view: view('Two') });
    await expect(again).rejects.toMatchObject(failure('exchanged_trigger_id'));
    const invented = app.web.views.open({ trigger_id: '1.2.3', view: view('Two') });
    await expect(invented).rejects.toMatchObject(failure('invalid_trigger_id'));
  });

  it('is not used up by a view that is refused', async () => {
    await dana().types('C0GENERAL', '/x');
    const opening = app.web.views.open({ trigger_id: lastTrigger(), view: view('x'.repeat(25)) });
    await expect(opening).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      },
    });
    await app.web.views.open({ trigger_id: lastTrigger(), view: view('One') });
    expect(dana().modal?.title).toBe('One');
  });
});

describe('views.update', () => {
  it('changes the view by its id, and only from the state that the hash names', async () => {
    const answer = await open();
    const { id: viewId = '', hash = '' } = answer.view ?? {};
    await app.web.views.update({ view_id: viewId, hash, view: view('Two') });
    expect(dana().modal?.title).toBe('Two');
    const late = app.web.views.update({ view_id: viewId, hash, view: view('Three') });
    await expect(late).rejects.toMatchObject(failure('hash_conflict'));
  });

  it('keeps what is filled in under the same ids', async () => {
    const form = view('Form', {
      submit: plain('Go'),
      blocks: [
        {
          type: 'input',
          block_id: 'b',
          label: plain('L'),
          element: { type: 'plain_text_input', action_id: 'a' },
        },
      ],
    });
    const { view: opened } = await open();
    await app.web.views.update({ view_id: opened?.id ?? '', view: form });
    dana().fills({ L: 'typed' });
    await app.web.views.update({ view_id: opened?.id ?? '', view: form });
    expect(dana().modal?.fields[0]?.value).toBe('typed');
  });

  it('does not find a view that was closed', async () => {
    const { view: opened } = await open();
    dana().closesModal();
    const updating = app.web.views.update({ view_id: opened?.id ?? '', view: view('Two') });
    await expect(updating).rejects.toMatchObject(failure('not_found'));
  });
});

describe('views.push', () => {
  it('stacks three views and no more; closing shows the one below', async () => {
    await open();
    await pushFromTheTop('Two');
    const third = await pushFromTheTop('Three');
    expect(third.view).toMatchObject({ title: { text: 'Three' } });
    await expect(pushFromTheTop('Four')).rejects.toMatchObject(failure('push_limit_reached'));
    dana().closesModal();
    expect(dana().modal?.title).toBe('Two');
    dana().closesModal({ whole: true });
    expect(dana().modal).toBeUndefined();
  });

  it('takes no trigger from outside of a modal', async () => {
    await dana().types('C0GENERAL', '/x');
    const pushing = app.web.views.push({ trigger_id: lastTrigger(), view: view('Two') });
    await expect(pushing).rejects.toMatchObject(failure('invalid_trigger_id'));
  });
});

describe('an external id', () => {
  it('names one view, for updates too', async () => {
    await dana().types('C0GENERAL', '/x');
    const named = view('One', { external_id: 'mine' });
    await app.web.views.open({ trigger_id: lastTrigger(), view: named });
    await app.web.views.update({ external_id: 'mine', view: view('Two', { external_id: 'mine' }) });
    expect(dana().modal?.title).toBe('Two');
    await app.workspace.person('U0ALICE').types('C0GENERAL', '/x');
    const opening = app.web.views.open({ trigger_id: lastTrigger(), view: named });
    await expect(opening).rejects.toMatchObject(failure('duplicate_external_id'));
  });
});

describe('views.publish', () => {
  it('is not enabled', async () => {
    const publishing = app.web.views.publish({
      user_id: 'U0DANA',
      view: { type: 'home', blocks: [] },
    });
    await expect(publishing).rejects.toMatchObject(failure('not_enabled'));
  });
});
