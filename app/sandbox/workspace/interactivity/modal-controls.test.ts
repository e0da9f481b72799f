import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { textAt } from '../json.ts';
import type { Person } from '../people/person.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

let app: TestApp;
let dana: Person;

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const open = async (view: ModalView): Promise<void> => {
  await dana.types('C0GENERAL', '/request-image');
  const trigger = textAt(app.received.at(-1)?.body ?? {}, 'trigger_id') ?? '';
  await app.web.views.open({ trigger_id: trigger, view });
};

beforeEach(async () => {
  app = await startTestApp();
  dana = app.workspace.person('U0DANA');
});

afterEach(() => app.stop());

describe('a menu in a modal outside of inputs', () => {
  it('sends the choice, which the state of the view holds too', async () => {
    const menu = {
      type: 'static_select' as const,
      action_id: 'pick',
      options: [{ text: plain('One'), value: '1' }],
    };
    await open({
      type: 'modal',
      title: plain('Pick'),
      blocks: [{ type: 'actions', block_id: 'b', elements: [menu] }],
    });
    const { modal } = dana;
    await expect(modal && dana.chooses(modal, 'pick', 'One')).resolves.toBe('acknowledged');
    const selected = { selected_option: { value: '1' } };
    expect(app.received.at(-1)?.body).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: modal?.viewId },
      actions: [{ action_id: 'pick', block_id: 'b', ...selected }],
      view: { state: { values: { b: { pick: selected } } } },
    });
  });
});
