import { describe, expect, it } from '@jest/globals';
import { toIncoming } from './to-incoming.ts';

const user = { id: 'U0DANA', username: 'dana', name: 'dana', team_id: 'T0ACME' };
const team = { id: 'T0ACME', domain: 'acme' };
const common = {
  user,
  team,
  api_app_id: 'A0QUARTER',
  token: 'x',
  enterprise: null,
  is_enterprise_install: false,
};

const command = {
  token: 'x',
  team_id: 'T0ACME',
  team_domain: 'acme',
  channel_id: 'C0GENERAL',
  channel_name: 'general',
  user_id: 'U0DANA',
  user_name: 'dana',
  command: '/infra',
  text: 'status dev',
  api_app_id: 'A0QUARTER',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T0ACME/1/x',
  trigger_id: '111.222.abc',
};

const button = (action: object, more: object = {}) => ({
  ...common,
  type: 'block_actions',
  container: { type: 'message', message_ts: '1.2', channel_id: 'C0GENERAL' },
  trigger_id: '111.222.abc',
  channel: { id: 'C0GENERAL', name: 'general' },
  message: { ts: '1.2' },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/T0ACME/1/x',
  actions: [{ block_id: 'b', type: 'button', action_ts: '1605853645.582706', ...action }],
  ...more,
});

const memory = {
  operation: 'request-image deny',
  given: { id: 'req-abc123' },
  dryRun: false,
  channel: 'C0GENERAL',
};

const submission = (view: object) => ({
  ...common,
  type: 'view_submission',
  trigger_id: '111.222.abc',
  view: {
    id: 'V1',
    type: 'modal',
    callback_id: 'form',
    private_metadata: JSON.stringify(memory),
    state: { values: {} },
    hash: '1.a',
    ...view,
  },
  response_urls: [],
});

const event = (inner: object) => ({
  token: 'x',
  team_id: 'T0ACME',
  api_app_id: 'A0QUARTER',
  type: 'event_callback',
  event_id: 'Ev01JZ2T7S3U',
  event_time: 1_610_927_831,
  authorizations: [],
  event: inner,
});

const dedupeKeys = ['trigger:111.222.abc', 'envelope:e1'];

describe('a slash command', () => {
  it('is a request of its words, with every way back that it offers', () => {
    expect(toIncoming(command, 'e1')).toEqual({
      kind: 'request',
      incoming: {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/command', channel: 'C0GENERAL' },
        words: { kind: 'text', root: 'infra', text: 'status dev' },
        dedupeKeys,
      },
      back: {
        user: 'U0DANA',
        channel: 'C0GENERAL',
        responseUrl: command.response_url,
        triggerId: command.trigger_id,
        inside: 'message',
      },
    });
  });

  it('may have no words', () => {
    const { text: _, ...bare } = command;
    expect(toIncoming(bare, 'e1')).toMatchObject({ incoming: { words: { text: '' } } });
  });

  it('keeps its words as they were typed', () => {
    const text = '  “stop”  —level=full &amp; <@U1|x> ';
    expect(toIncoming({ ...command, text }, 'e1')).toMatchObject({ incoming: { words: { text } } });
  });
});

describe('a button', () => {
  it('is the command in its value', () => {
    const body = button({ action_id: 'command:0', value: '/request-image approve req-abc123' });
    expect(toIncoming(body, 'e1')).toEqual({
      kind: 'request',
      incoming: {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/button', channel: 'C0GENERAL' },
        words: { kind: 'text', root: 'request-image', text: 'approve req-abc123' },
        dedupeKeys,
      },
      back: {
        user: 'U0DANA',
        channel: 'C0GENERAL',
        responseUrl: body.response_url,
        triggerId: body.trigger_id,
        inside: 'nothing',
      },
    });
  });

  it('in a modal has no channel and no response_url', () => {
    const {
      channel: _,
      response_url: __,
      ...body
    } = button({ action_id: 'command:1', value: '/infra' });
    expect(toIncoming(body, 'e1')).toMatchObject({
      incoming: { origin: { surface: 'slack/button' }, words: { root: 'infra', text: '' } },
      back: { user: 'U0DANA', triggerId: '111.222.abc', inside: 'nothing' },
    });
  });

  it.each([
    ['of an older version', { action_id: 'approve_request', value: 'req-abc123' }],
    ['whose value is no command', { action_id: 'command:0', value: 'approve req-abc123' }],
    ['whose value is only a slash', { action_id: 'command:0', value: '/ approve' }],
    ['without a value', { action_id: 'command:0' }],
    [
      'that is a menu',
      { action_id: 'command:0', type: 'static_select', selected_option: { value: '/infra' } },
    ],
  ])('%s is named as unhandled, with the way back to whoever clicked', (_, action) => {
    expect(toIncoming(button(action), 'e1')).toEqual({
      kind: 'unhandled',
      type: `block_actions ${action.action_id}`,
      back: expect.objectContaining({ user: 'U0DANA', channel: 'C0GENERAL' }),
    });
  });
});

describe('a submitted form', () => {
  it('is a request of what it remembers and of its fields', () => {
    const values = {
      reason: { value: { type: 'plain_text_input', value: 'too old' } },
      level: { value: { type: 'static_select', selected_option: { value: 'full' } } },
      team: { value: { type: 'plain_text_input', value: null } },
      size: { value: { type: 'static_select', selected_option: null } },
    };
    expect(toIncoming(submission({ state: { values } }), 'e1')).toEqual({
      kind: 'request',
      incoming: {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/form', channel: 'C0GENERAL' },
        words: {
          kind: 'form',
          operation: 'request-image deny',
          given: { id: 'req-abc123' },
          dryRun: false,
          fields: { reason: 'too old', level: 'full', team: '', size: '' },
        },
        dedupeKeys,
      },
      back: { user: 'U0DANA', channel: 'C0GENERAL', triggerId: '111.222.abc', inside: 'form' },
    });
  });

  it.each([
    ['of another callback', { callback_id: 'older_form' }],
    ['that remembers nothing', { private_metadata: '' }],
    ['that remembers something else', { private_metadata: '{"operation":"infra"}' }],
  ])('%s is named as unhandled, with the way back to whoever sent it', (_, view) => {
    expect(toIncoming(submission(view), 'e1')).toEqual({
      kind: 'unhandled',
      type: expect.stringMatching(/^view_submission (form|older_form)$/),
      back: { user: 'U0DANA', triggerId: '111.222.abc', inside: 'nothing' },
    });
  });
});

describe('what nobody handles', () => {
  it.each([
    ['view_closed', { ...submission({}), type: 'view_closed', is_cleared: false }],
    [
      'shortcut',
      { ...common, type: 'shortcut', callback_id: 'c', trigger_id: 't', action_ts: '1.2' },
    ],
    ['message_action', { ...common, type: 'message_action', callback_id: 'c', message_ts: '1.2' }],
    ['block_suggestion', { ...common, type: 'block_suggestion', action_id: 'a', value: 'py' }],
    ['app_mention', event({ type: 'app_mention', text: '<@U0BOT> hi', user: 'U0DANA', ts: '1.2' })],
    ['message', event({ type: 'message', channel_type: 'im', channel: 'D1', text: 'hi' })],
    ['app_home_opened', event({ type: 'app_home_opened', user: 'U0DANA', tab: 'home' })],
    ['app_rate_limited', { type: 'app_rate_limited', team_id: 'T0ACME', minute_rate_limited: 1 }],
    ['block_actions', { ...button({ action_id: 'command:0', value: '/infra' }), actions: [] }],
    ['unknown', {}],
    ['unknown', undefined],
    ['unknown', 'text'],
  ])('is named by its type: %s', (type, body) => {
    expect(toIncoming(body, 'e1')).toEqual({ kind: 'unhandled', type });
  });
});
