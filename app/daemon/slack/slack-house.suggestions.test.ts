import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Typing } from '../../../lib/handle-suggestion.ts';
import { succeed } from '../../../lib/kernel/result.ts';
import type { Form } from '../../../lib/reply/reply.ts';
import { startTestHouse, type TestHouse } from './test-house.fixture.ts';

const form: Form = {
  title: 'Fetch',
  submit: 'Fetch',
  intro: [],
  operation: 'fetch',
  command: '/fetch',
  given: {},
  dryRun: false,
  fields: {
    thing: {
      at: 'position',
      label: 'Thing',
      hint: 'What to fetch',
      placeholder: 'stick',
      required: true,
      input: { kind: 'search', minLength: 1, maxLength: 255, minQuery: 0 },
      check: succeed,
    },
  },
};

let town: TestHouse;
const dana = () => town.workspace.person('U0DANA');
const lastPayload = () => town.workspace.envelopes().at(-1)?.acknowledgements[0]?.payload;

beforeEach(async () => {
  town = await startTestHouse();
  town.handleBy(async (_incoming, surface) => {
    await surface.acknowledge();
    await surface.ask(form);
  });
  await dana().types('C0GENERAL', '/fetch');
  await town.workspace.until(() => dana().modal, { what: 'the form' });
});
afterEach(() => town.stop());

describe('a field that is searched', () => {
  it('shows what is suggested for what is typed, and the form is sent with what was picked', async () => {
    const asked: Typing[] = [];
    town.suggestBy(async (typing) => {
      asked.push(typing);
      return [{ value: 'stick', text: 'stick (wood)' }];
    });

    await dana().picks('Thing', 'stick (wood)', 'st');

    expect(asked).toEqual([
      { principal: 'slack:U0DANA', operation: 'fetch', argument: 'thing', typed: 'st' },
    ]);
    await dana().submits();
    expect(town.handled.at(-1)).toMatchObject({
      words: { kind: 'form', operation: 'fetch', fields: { thing: 'stick' } },
    });
  });

  it('shows nothing where nothing is suggested', async () => {
    expect(await dana().searches('Thing', 'x')).toEqual([]);
    expect(lastPayload()).toEqual({ options: [] });
  });

  it('shows nothing when suggesting breaks', async () => {
    town.suggestBy(() => Promise.reject(new Error('odd')));
    expect(await dana().searches('Thing', 'x')).toEqual([]);
    expect(town.recorded.said('slack.listener_failed')).toHaveLength(1);
  });

  it('shows nothing while the process is about to end, and nobody is asked', async () => {
    let asked = 0;
    town.suggestBy(async () => {
      asked += 1;
      return [{ value: 'stick', text: 'stick' }];
    });
    town.house.refuseNew();
    expect(await dana().searches('Thing', 'x')).toEqual([]);
    expect(asked).toBe(0);
  });

  it('tells nobody anything in a form of an older version, but the log', async () => {
    town.handleBy((_incoming, surface) => surface.acknowledge());
    await dana().types('C0GENERAL', '/fetch');
    await town.web.once.views.open({
      trigger_id: String(
        town.workspace.envelopes().findLast(({ type }) => type === 'slash_commands')?.payload[
          'trigger_id'
        ],
      ),
      view: {
        type: 'modal',
        callback_id: 'older_form',
        title: { type: 'plain_text', text: 'Old' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'thing',
            label: { type: 'plain_text', text: 'Old thing' },
            element: { type: 'external_select', action_id: 'value', min_query_length: 0 },
          },
        ],
      },
    });
    expect(await dana().searches('Old thing', 'x')).toEqual([]);
    await town.house.idle();
    expect(town.unhandled()).toEqual(['block_suggestion']);
    expect(dana().dms()).toEqual([]);
  });
});
