import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { objectAt, textAt } from '../json.ts';
import type { Person } from '../people/person.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;
let dana: Person;

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form: ModalView = {
  type: 'modal',
  title: plain('Request an image'),
  submit: plain('Request'),
  close: plain('Never mind'),
  callback_id: 'request',
  private_metadata: 'm',
  notify_on_close: true,
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: 'Which one?' } },
    {
      type: 'input',
      block_id: 'image',
      label: plain('Image'),
      element: {
        type: 'plain_text_input',
        action_id: 'v',
        min_length: 3,
        max_length: 5,
        initial_value: 'abc',
      },
    },
    {
      type: 'input',
      block_id: 'team',
      label: plain('Team'),
      element: {
        type: 'static_select',
        action_id: 'v',
        options: [{ text: plain('Data Engineering'), value: 'data' }],
      },
    },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'v', multiline: true },
    },
  ],
};

/** Types a command and opens `view` with its trigger id. */
const open = async (view: ModalView = form): Promise<void> => {
  await dana.types('C0GENERAL', '/request-image');
  const trigger = textAt(app.received.at(-1)?.body ?? {}, 'trigger_id') ?? '';
  await app.web.views.open({ trigger_id: trigger, view });
};

beforeEach(async () => {
  app = await startTestApp({ clock });
  dana = app.workspace.person('U0DANA');
});

afterEach(() => app.stop());

describe('an open modal', () => {
  it('is seen with its fields', async () => {
    await open();
    expect(dana.modal).toMatchObject({
      title: 'Request an image',
      submit: 'Request',
      close: 'Never mind',
      text: 'Which one?\nImage\nTeam\nWhy',
      trouble: undefined,
      fields: [
        {
          blockId: 'image',
          label: 'Image',
          kind: 'plain_text_input',
          value: 'abc',
          optional: false,
        },
        {
          blockId: 'team',
          kind: 'static_select',
          value: undefined,
          options: [{ label: 'Data Engineering', value: 'data' }],
        },
        { blockId: 'why', optional: true },
      ],
    });
    expect(app.workspace.person('U0ALICE').modal).toBeUndefined();
  });

  it('is not submitted by the client while fields are empty, too short or too long', async () => {
    await open();
    await expect(dana.submits({ image: 'ab' })).resolves.toBe('errors');
    expect(dana.modal?.fields.map(({ error }) => error)).toEqual([
      'Please use at least 3 characters.',
      'Please complete this required field.',
      undefined,
    ]);
    await expect(dana.submits({ image: 'abcdef', team: 'data' })).resolves.toBe('errors');
    expect(app.received.map(({ type }) => type)).toEqual(['slash_commands']);
  });

  it('rejects fields and options that are not on it', async () => {
    await open();
    await expect(dana.submits({ colour: 'red' })).rejects.toThrow('Image (image), Team (team)');
    await expect(dana.submits({ team: 'sales' })).rejects.toThrow('it offers: Data Engineering');
  });

  it('submits with the whole view and its state, and closes on an empty acknowledgement', async () => {
    await open();
    await expect(dana.submits({ Image: 'xyz', Team: 'Data Engineering' })).resolves.toBe('closed');
    expect(dana.modal).toBeUndefined();
    const { body } = app.received.at(-1) ?? { body: {} };
    expect(body).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0DANA' },
      trigger_id: expect.any(String),
      response_urls: [],
      view: {
        type: 'modal',
        callback_id: 'request',
        private_metadata: 'm',
        team_id: 'T0ACME',
        app_id: 'A0QUARTER',
        bot_id: 'B0BOT',
        hash: expect.any(String),
        previous_view_id: null,
        state: {
          values: {
            image: { v: { type: 'plain_text_input', value: 'xyz' } },
            team: { v: { type: 'static_select', selected_option: { value: 'data' } } },
            why: { v: { type: 'plain_text_input', value: null } },
          },
        },
      },
    });
    expect(objectAt(body, 'view')['root_view_id']).toBe(objectAt(body, 'view')['id']);
  });
});

describe('the answer to a submission', () => {
  const filled = { image: 'xyz', team: 'data' };

  it('puts errors on the fields and keeps what was filled in', async () => {
    await open();
    app.answerWith(({ ack }) => ack({ response_action: 'errors', errors: { image: 'Unknown' } }));
    await expect(dana.submits(filled)).resolves.toBe('errors');
    expect(dana.modal?.fields[0]).toMatchObject({ error: 'Unknown', value: 'xyz' });
  });

  it('updates, pushes and clears', async () => {
    await open();
    app.answerWith(({ ack }) =>
      ack({ response_action: 'update', view: { ...form, title: plain('Two') } }),
    );
    await expect(dana.submits(filled)).resolves.toBe('updated');
    expect(dana.modal).toMatchObject({
      title: 'Two',
      fields: [{ value: 'xyz' }, { value: 'data' }, {}],
    });
    app.answerWith(({ ack }) =>
      ack({ response_action: 'push', view: { ...form, title: plain('Three') } }),
    );
    await expect(dana.submits()).resolves.toBe('pushed');
    expect(dana.modal?.title).toBe('Three');
    app.answerWith(({ ack }) => ack({ response_action: 'clear' }));
    await expect(dana.submits(filled)).resolves.toBe('closed');
    expect(dana.modal).toBeUndefined();
  });

  it.each([
    [
      'errors for a block that is not there',
      { response_action: 'errors', errors: { nowhere: 'x' } },
    ],
    ['errors for a block without input', { response_action: 'errors', errors: {} }],
    [
      'a view that is invalid',
      { response_action: 'update', view: { ...form, title: plain('x'.repeat(25)) } },
    ],
    ['an unknown action', { response_action: 'vanish' }],
  ])('is trouble with %s', async (_what, answer) => {
    await open();
    app.answerWith(({ ack }) => ack(answer));
    await expect(dana.submits(filled)).resolves.toBe('trouble');
    expect(dana.modal?.trouble).toBe('We had some trouble connecting. Try again?');
  });

  it('is trouble when it does not come, and the modal stays for another try', async () => {
    await open();
    app.answerWith(() => undefined);
    const submitting = dana.submits(filled);
    await clock.advance(3_000);
    await expect(submitting).resolves.toBe('trouble');
    expect(dana.modal?.trouble).toBe('We had some trouble connecting. Try again?');
    app.answerWith(({ ack }) => ack());
    await expect(dana.submits()).resolves.toBe('closed');
  });
});

describe('a modal with notify_on_close', () => {
  it('tells the app when the person closes it', async () => {
    await open();
    dana.closesModal();
    const closed = await app.workspace.until(() =>
      app.received.find(({ body }) => body['type'] === 'view_closed'),
    );
    expect(closed.body).toMatchObject({ is_cleared: false, view: { callback_id: 'request' } });
    expect(dana.modal).toBeUndefined();
  });
});
