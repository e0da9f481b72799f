import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Form } from '../../../lib/reply/reply.ts';
import { callback } from './payloads.fixture.ts';
import type { Received } from './received.ts';
import { renderForm } from './render-form.ts';
import { toIncoming } from './to-incoming.ts';

const bot = 'U0BOT';

const word = fc.string({ unit: 'binary', maxLength: 40 });
const types = [
  'block_actions',
  'view_submission',
  'view_closed',
  'shortcut',
  'message_action',
  'block_suggestion',
  'event_callback',
  'app_rate_limited',
];

/** Events whose members are right, wrong or missing. */
const almostEvent = fc.record(
  {
    type: fc.oneof(fc.constantFrom('app_mention', 'message'), word),
    user: fc.oneof(fc.constant(bot), word, fc.jsonValue()),
    text: fc.oneof(
      word.map((rest) => `<@${bot}> ${rest}`),
      word,
      fc.jsonValue(),
    ),
    channel: fc.oneof(word, fc.jsonValue()),
    ts: fc.oneof(word, fc.jsonValue()),
    thread_ts: fc.oneof(word, fc.jsonValue()),
    channel_type: fc.constantFrom('im', 'channel'),
    subtype: fc.constantFrom('message_changed', 'file_share'),
    bot_id: word,
  },
  { requiredKeys: ['type', 'user', 'text', 'channel', 'ts'] },
);

/** Payloads whose members are right, wrong or missing: what is nearly a payload finds more than what is none. */
const almost = fc.record(
  {
    type: fc.oneof(fc.constantFrom(...types), fc.jsonValue()),
    command: fc.oneof(word, fc.jsonValue()),
    text: fc.oneof(word, fc.jsonValue()),
    user_id: fc.oneof(word, fc.jsonValue()),
    channel_id: fc.oneof(word, fc.jsonValue()),
    response_url: fc.oneof(word, fc.jsonValue()),
    trigger_id: fc.oneof(word, fc.jsonValue()),
    user: fc.oneof(fc.record({ id: word }), fc.jsonValue()),
    channel: fc.oneof(fc.record({ id: word }), fc.jsonValue()),
    event_id: fc.oneof(word, fc.jsonValue()),
    event: fc.oneof(almostEvent, fc.jsonValue()),
    actions: fc.oneof(
      fc.array(
        fc.record(
          {
            action_id: fc.oneof(fc.constant('command:0'), word),
            value: fc.oneof(word, fc.jsonValue()),
          },
          { requiredKeys: ['action_id'] },
        ),
      ),
      fc.jsonValue(),
    ),
    view: fc.oneof(
      fc.record({
        callback_id: fc.oneof(fc.constant('form'), word),
        private_metadata: fc.oneof(word, fc.json()),
        state: fc.oneof(fc.record({ values: fc.jsonValue() }), fc.jsonValue()),
      }),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);

const isCoherent = (received: Received, envelopeId: string): boolean => {
  switch (received.kind) {
    case 'request':
      return (
        received.incoming.principal === `slack:${received.back.user}` &&
        received.incoming.dedupeKeys.includes(`envelope:${envelopeId}`)
      );
    case 'typing':
      return received.typing.principal.startsWith('slack:');
    case 'unhandled':
      return typeof received.type === 'string';
    case 'ignored':
      return true;
    default:
      return received satisfies never;
  }
};

describe('reading payloads', () => {
  it('comes to a request, to nothing, or to a named type, whatever the payload is, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(almost, fc.anything()), word, (body, envelopeId) => {
        const received = toIncoming(body, envelopeId, bot);
        expect(isCoherent(received, envelopeId)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the same interaction the same first key, over whichever envelope it comes', () => {
    fc.assert(
      fc.property(word, word, word, (trigger, one, other) => {
        const body = {
          command: '/infra',
          user_id: 'U1',
          channel_id: 'C1',
          response_url: 'https://hooks.slack.com/commands/1',
          trigger_id: trigger,
        };
        const keysOf = (id: string) => {
          const received = toIncoming(body, id, bot);
          return received.kind === 'request' ? received.incoming.dedupeKeys : [];
        };
        expect(keysOf(one)[0]).toBe(keysOf(other)[0]);
      }),
    );
  });
});

describe('events', () => {
  it('of an app, our own among them, never come to a request', () => {
    const ours = fc.record({
      event: almostEvent,
      by: fc.constantFrom({ user: bot }, { bot_id: 'B1' }),
    });
    fc.assert(
      fc.property(ours, ({ event, by }) => {
        expect(toIncoming(callback({ ...event, ...by }), 'e', bot).kind).not.toBe('request');
      }),
    );
  });

  it('of people come to the same words, however we are mentioned', () => {
    const root = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,12}$/);
    const rest = fc.stringMatching(/^[a-z0-9"“”—=&;:.-]{0,20}$/);
    const ways = fc.constantFrom<(said: string) => string>(
      (said) => `<@${bot}> ${said}`,
      (said) => `<@${bot}|quartermaster> /${said}`,
      (said) => `<@${bot}>: ${said}`,
      (said) => `<@${bot}>\u00a0\n${said}`,
      (said) => `  ${said} <@${bot}>`,
    );
    const place = { user: 'U1', channel: 'C1', ts: '1.2' };
    fc.assert(
      fc.property(root, rest, ways, (first, more, mentioning) => {
        const text = mentioning(`${first} ${more}`);
        expect(
          toIncoming(callback({ type: 'app_mention', text, ...place }), 'e', bot),
        ).toMatchObject({
          incoming: { words: { root: first.toLowerCase(), text: more } },
        });
      }),
    );
  });
});

describe('a form on its way through Slack', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,20}$/);
  const values = fc.dictionary(name, word, { maxKeys: 6 });

  it('comes back with what it remembered and what was written into it', () => {
    fc.assert(
      fc.property(
        name,
        values,
        values,
        fc.boolean(),
        fc.option(fc.constant('C0GENERAL'), { nil: undefined }),
        (operation, given, fields, dryRun, channel) => {
          const form: Form = {
            title: 'Title',
            submit: 'Submit',
            intro: [],
            operation,
            command: `/${operation}`,
            given,
            dryRun,
            fields: {},
          };
          const view = renderForm(form, channel);
          expect(view).toBeDefined();
          const state = {
            values: Object.fromEntries(
              Object.entries(fields).map(([block, value]) => [block, { value: { value } }]),
            ),
          };
          // Slack keeps the view as JSON.
          const body: unknown = JSON.parse(
            JSON.stringify({
              type: 'view_submission',
              user: { id: 'U0DANA' },
              trigger_id: 't',
              view: { ...view, state },
            }),
          );
          expect(toIncoming(body, 'e', bot)).toMatchObject({
            kind: 'request',
            incoming: {
              words: { kind: 'form', operation, given, dryRun, fields },
              origin: { surface: 'slack/form', ...(channel === undefined ? {} : { channel }) },
            },
          });
        },
      ),
    );
  });
});
