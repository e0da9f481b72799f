import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExternalSelect, InputBlock, ModalView } from '@slack/types';
import { createDeferred } from '../../../../lib/kernel/deferred.fixture.ts';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { textAt } from '../json.ts';
import type { Person } from '../people/person.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;
let dana: Person;

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(`The ${value}`), value });
const search: ExternalSelect = { type: 'external_select', action_id: 'v', min_query_length: 0 };
const field = (element: InputBlock['element'] = search): InputBlock => ({
  type: 'input',
  block_id: 'thing',
  label: plain('Thing'),
  element,
});
const formOf = (...blocks: readonly InputBlock[]): ModalView => ({
  type: 'modal',
  title: plain('Fetch'),
  submit: plain('Fetch'),
  private_metadata: 'm',
  blocks: [...blocks],
});

const open = async (view: ModalView = formOf(field())): Promise<void> => {
  await dana.types('C0GENERAL', '/fetch');
  const trigger = textAt(app.received.at(-1)?.body ?? {}, 'trigger_id') ?? '';
  await app.web.views.open({ trigger_id: trigger, view });
};

/** Lets the app offer the options whose values begin with what is typed. */
const offers = (...values: readonly string[]): void =>
  app.answerWith(({ body, ack }) =>
    ack(
      body['type'] === 'block_suggestion'
        ? { options: values.filter((each) => each.startsWith(String(body['value']))).map(option) }
        : {},
    ),
  );
const seen = () => dana.modal?.fields[0];
const lastType = () => app.received.at(-1)?.body['type'];

beforeEach(async () => {
  app = await startTestApp({ clock });
  dana = app.workspace.person('U0DANA');
});
afterEach(() => app.stop());

describe('typing into an external menu', () => {
  it('asks the app as Slack does, and offers what it answers', async () => {
    await open();
    offers('stick', 'stone', 'ball');

    expect(await dana.searches('Thing', 'st')).toEqual(['The stick', 'The stone']);

    expect(app.received.at(-1)?.body).toEqual({
      type: 'block_suggestion',
      token: 'sandbox-verification-token',
      api_app_id: expect.any(String),
      team: expect.objectContaining({ id: expect.any(String) }),
      enterprise: null,
      is_enterprise_install: false,
      user: expect.objectContaining({ id: 'U0DANA', name: 'dana' }),
      container: { type: 'view', view_id: dana.modal?.viewId },
      view: expect.objectContaining({ id: dana.modal?.viewId, private_metadata: 'm' }),
      action_id: 'v',
      block_id: 'thing',
      value: 'st',
    });
    expect(seen()).toMatchObject({
      searched: 'st',
      options: [{ label: 'The stick', value: 'stick' }, { value: 'stone' }],
      value: undefined,
    });
  });

  it.each([
    ['three characters by default', { type: search.type, action_id: 'v' }, 'st', 'sti'],
    ['as many as the app says', { ...search, min_query_length: 1 }, '', 's'],
  ])('asks nothing before there are enough: %s', async (_what, element, few, enough) => {
    await open(formOf(field(element)));
    offers('stick');
    expect(await dana.searches('Thing', few)).toEqual([]);
    expect(lastType()).toBeUndefined();
    expect(await dana.searches('Thing', enough)).toEqual(['The stick']);
  });

  it('takes the options of groups too', async () => {
    await open();
    app.answerWith(({ ack }) =>
      ack({ option_groups: [{ label: plain('Wood'), options: [option('stick')] }] }),
    );
    expect(await dana.searches('Thing', '')).toEqual(['The stick']);
  });

  it('is not possible in other fields', async () => {
    await open(formOf(field({ type: 'plain_text_input', action_id: 'v' })));
    await expect(dana.searches('Thing', 'x')).rejects.toThrow('there is nothing to search in');
  });
});

describe('an answer to typing', () => {
  it.each([
    ['nothing', {}],
    ['no list', { options: 'stick' }],
    ['an option without a value', { options: [{ text: plain('x') }] }],
    ['a long text', { options: [{ text: plain('x'.repeat(76)), value: 'x' }] }],
    ['a long value', { options: [{ text: plain('x'), value: 'x'.repeat(76) }] }],
    ['a formatted text', { options: [{ text: { type: 'mrkdwn', text: 'x' }, value: 'x' }] }],
    ['many options', { options: Array.from({ length: 101 }, (_, each) => option(`${each}`)) }],
    ['two lists', { options: [], option_groups: [] }],
  ])('that Slack does not take offers nothing: %s', async (_what, payload) => {
    await open();
    app.answerWith(({ ack }) => ack(payload));
    expect(await dana.searches('Thing', 'x')).toBe('trouble');
    expect(seen()).toMatchObject({ searched: 'x', options: [] });
  });

  it('of no options is none', async () => {
    await open();
    offers();
    expect(await dana.searches('Thing', 'x')).toEqual([]);
  });

  it('that comes too late offers nothing', async () => {
    await open();
    const late = createDeferred<void>();
    app.answerWith(async ({ ack }) => {
      await late.promise;
      await ack({ options: [option('stick')] });
    });
    const searching = dana.searches('Thing', 'st');
    await app.workspace.until(
      () => app.workspace.envelopes().at(-1)?.payload['type'] === 'block_suggestion',
    );
    await clock.advance(3_000);
    expect(await searching).toBe('trouble');

    late.resolve();
    await app.workspace.until(() => app.workspace.envelopes().at(-1)?.acknowledgements.length);
    expect(seen()?.options).toEqual([]);
  });

  it('to what was typed before is not offered any more', async () => {
    await open();
    const first = createDeferred<void>();
    app.answerWith(async ({ body, ack }) => {
      if (body['value'] === 's') {
        await first.promise;
      }
      await ack({ options: [option(String(body['value']))] });
    });
    const slow = dana.searches('Thing', 's');
    await dana.searches('Thing', 'st');
    first.resolve();
    await slow;
    expect(seen()).toMatchObject({ searched: 'st', options: [{ value: 'st' }] });
  });
});

describe('picking', () => {
  it('takes an option that is offered, and sends it as Slack does', async () => {
    await open();
    offers('stick', 'stone');
    await dana.picks('Thing', 'The stone', 'st');
    expect(seen()?.value).toBe('stone');

    expect(await dana.submits()).toBe('closed');

    expect(app.received.at(-1)?.body).toMatchObject({
      type: 'view_submission',
      view: {
        state: {
          values: { thing: { v: { type: 'external_select', selected_option: option('stone') } } },
        },
      },
    });
  });

  it('is what submitting does with a value, unless it is offered or held already', async () => {
    await open();
    offers('stick');
    await dana.picks('Thing', 'stick');
    const asked = app.received.length;
    expect(await dana.submits({ Thing: 'stick' })).toBe('closed');
    expect(app.received).toHaveLength(asked + 1);

    await open();
    expect(await dana.submits({ Thing: 'stick' })).toBe('closed');
  });

  it('fails for what is not offered', async () => {
    await open();
    offers('stick');
    const problem = 'thing has no option ball; it offers: nothing';
    await expect(dana.picks('Thing', 'ball')).rejects.toThrow(problem);
    await expect(dana.submits({ Thing: 'ball' })).rejects.toThrow(problem);
    await expect(dana.picks('Thing', 'ball', 's')).rejects.toThrow('it offers: The stick');
    expect(() => dana.fills({ Thing: 'ball' })).toThrow('it offers: The stick');
  });

  it('takes several where the menu does, and nothing where nothing is wanted', async () => {
    await open(formOf(field({ ...search, type: 'multi_external_select' })));
    offers('stick', 'ball');
    await dana.picks('Thing', ['stick', 'ball']);
    expect(seen()?.value).toEqual(['stick', 'ball']);

    await open();
    await dana.picks('Thing', 'stick');
    await dana.picks('Thing', '');
    expect(seen()?.value).toBeUndefined();
    expect(await dana.submits()).toBe('errors');
    expect(seen()?.error).toBe('Please complete this required field.');
  });
});
