import { describe, expect, it } from '@jest/globals';
import { callback, click, interaction, submission, typedCommand } from './payloads.fixture.ts';
import { toIncoming } from './to-incoming.ts';

const read = (body: unknown) => toIncoming(body, 'e1', 'U0BOT');

const dedupeKeys = ['trigger:111.222.abc', 'envelope:e1'];

describe('a slash command', () => {
  it('is a request of its words, with every way back that it offers', () => {
    expect(read(typedCommand)).toEqual({
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
        responseUrl: typedCommand.response_url,
        triggerId: typedCommand.trigger_id,
        inside: 'message',
      },
    });
  });

  it('may have no words', () => {
    const { text: _, ...bare } = typedCommand;
    expect(read(bare)).toMatchObject({ incoming: { words: { text: '' } } });
  });

  it('keeps its words as they were typed', () => {
    const text = '  “stop”  —level=full &amp; <@U1|x> ';
    expect(read({ ...typedCommand, text })).toMatchObject({ incoming: { words: { text } } });
  });
});

describe('a button', () => {
  it('is the command in its value', () => {
    const body = click({ action_id: 'command:0', value: '/request-image approve req-abc123' });
    expect(read(body)).toEqual({
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
    } = click({ action_id: 'command:1', value: '/infra' });
    expect(read(body)).toMatchObject({
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
    expect(read(click(action))).toEqual({
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
    expect(read(submission({ state: { values } }))).toEqual({
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
    expect(read(submission(view))).toEqual({
      kind: 'unhandled',
      type: expect.stringMatching(/^view_submission (form|older_form)$/),
      back: { user: 'U0DANA', triggerId: '111.222.abc', inside: 'nothing' },
    });
  });
});

describe('an event', () => {
  it('is a request where it is words to us, with its own keys', () => {
    const said = { user: 'U0DANA', text: '<@U0BOT> help', channel: 'C0GENERAL', ts: '1.2' };
    expect(read(callback({ type: 'app_mention', ...said }))).toMatchObject({
      kind: 'request',
      incoming: {
        origin: { surface: 'slack/mention' },
        dedupeKeys: ['event:Ev01JZ2T7S3U', 'envelope:e1'],
      },
    });
  });

  it('of our own is ignored by our id', () => {
    const ours = callback({
      type: 'message',
      channel_type: 'im',
      channel: 'D1',
      ts: '1.2',
      text: 'help',
      user: 'U0BOT',
    });
    expect(read(ours)).toEqual({ kind: 'ignored' });
    expect(toIncoming(ours, 'e1', 'U0OTHERBOT')).toMatchObject({ kind: 'request' });
  });
});

describe('a form that somebody closed', () => {
  it('is ignored: nothing is to be done and nothing to be said', () => {
    expect(read({ ...submission({}), type: 'view_closed', is_cleared: false })).toEqual({
      kind: 'ignored',
    });
  });
});

describe('what nobody handles', () => {
  it.each([
    [
      'shortcut',
      { ...interaction, type: 'shortcut', callback_id: 'c', trigger_id: 't', action_ts: '1.2' },
    ],
    [
      'message_action',
      { ...interaction, type: 'message_action', callback_id: 'c', message_ts: '1.2' },
    ],
    ['block_actions', { ...click({ action_id: 'command:0', value: '/infra' }), actions: [] }],
    ['dialog_submission', { ...interaction, type: 'dialog_submission', callback_id: 'c' }],
  ])('is named by its type, with the way back to whoever did it: %s', (type, body) => {
    const back = { user: 'U0DANA', inside: 'nothing' };
    expect(read(body)).toEqual({ kind: 'unhandled', type, back });
  });

  it.each([
    ['app_home_opened', callback({ type: 'app_home_opened', user: 'U0DANA', tab: 'home' })],
    [
      'app_mention',
      callback({ type: 'app_mention', text: '<@U0BOT> hi', bot_id: 'B1', ts: '1.2' }),
    ],
    ['app_rate_limited', { type: 'app_rate_limited', team_id: 'T0ACME', minute_rate_limited: 1 }],
    ['unknown', {}],
    ['unknown', undefined],
    ['unknown', 'text'],
  ])('is named by its type where nobody is to be told: %s', (type, body) => {
    expect(read(body)).toEqual({ kind: 'unhandled', type });
  });
});
