import { describe, expect, it } from '@jest/globals';
import { fromEvent } from './from-event.ts';
import { callback } from './payloads.fixture.ts';

const bot = 'U0BOT';

const message = {
  client_msg_id: '6c7b2d3a',
  user: 'U0DANA',
  team: 'T0ACME',
  ts: '1610927830.000200',
  event_ts: '1610927830.000200',
  blocks: [],
};
const mention = (text: string, more: object = {}) =>
  callback({ ...message, type: 'app_mention', channel: 'C0PLATFORM', text, ...more });
const direct = (text: string, more: object = {}) =>
  callback({ ...message, type: 'message', channel: 'D0DANA', channel_type: 'im', text, ...more });

const read = (body: unknown) => fromEvent(body, 'e1', bot);

/** The words of a request; the test fails where there is none. */
const wordsOf = (body: unknown): unknown => {
  const received = read(body);
  return received?.kind === 'request' ? received.incoming.words : received;
};

const keysOf = (body: unknown, envelope: string): readonly string[] | undefined => {
  const received = fromEvent(body, envelope, bot);
  return received?.kind === 'request' ? received.incoming.dedupeKeys : undefined;
};

describe('a mention', () => {
  it('is a request of its words, answered in the thread that it begins', () => {
    expect(read(mention('<@U0BOT> infra status dev'))).toEqual({
      kind: 'request',
      incoming: {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/mention', channel: 'C0PLATFORM', thread: message.ts },
        words: { kind: 'text', root: 'infra', text: 'status dev' },
        dedupeKeys: ['event:Ev01JZ2T7S3U', 'envelope:e1'],
      },
      back: { user: 'U0DANA', channel: 'C0PLATFORM', thread: message.ts, inside: 'nothing' },
    });
  });

  it('in a thread is answered in that thread', () => {
    expect(read(mention('<@U0BOT> help', { thread_ts: '1610927000.000100' }))).toMatchObject({
      incoming: { origin: { thread: '1610927000.000100' } },
      back: { thread: '1610927000.000100' },
    });
  });

  it.each([
    ['with a label', '<@U0BOT|quartermaster> infra status dev'],
    ['with a slash', '<@U0BOT> /infra status dev'],
    ['in upper case', '<@U0BOT> INFRA status dev'],
    ['with a slash and a capital, as phones write it', '<@U0BOT> /Infra status dev'],
    ['behind the words', 'infra status dev <@U0BOT>'],
    ['behind a greeting that is the mention itself, twice', '<@U0BOT> <@U0BOT> infra status dev'],
    ['with space of every kind', '\n<@U0BOT>\u00a0 infra \t status dev '],
    ['with a colon behind it', '<@U0BOT>: infra status dev'],
    ['with a comma behind it', '<@U0BOT|quartermaster>, infra status dev'],
  ])('%s says the same', (_, text) => {
    expect(wordsOf(mention(text))).toEqual({ kind: 'text', root: 'infra', text: 'status dev' });
  });

  it('keeps what follows the first word as it was typed', () => {
    const text = '“a  b” —name=x &amp; <http://x.dev|x.dev> <@U0ALICE>\nand\u00a0more';
    expect(wordsOf(mention(`<@U0BOT> Request-Image  ${text}`))).toEqual({
      kind: 'text',
      root: 'request-image',
      text,
    });
  });

  it('without words is a request of none', () => {
    expect(wordsOf(mention('<@U0BOT>'))).toEqual({ kind: 'text', root: '', text: '' });
    expect(wordsOf(mention('<@U0BOT> help'))).toEqual({ kind: 'text', root: 'help', text: '' });
  });

  it('of somebody whose id begins like ours is none of us', () => {
    expect(wordsOf(mention('<@U0BOT> ask <@U0BOTTOM>'))).toMatchObject({ text: '<@U0BOTTOM>' });
  });

  it('by an app is not answered, lest two of them talk for ever; nobody is known to tell', () => {
    expect(read(mention('<@U0BOT> help', { bot_id: 'B0OTHER' }))).toBeUndefined();
    expect(read(mention('<@U0BOT> help', { user: bot }))).toBeUndefined();
  });
});

describe('a direct message', () => {
  it('is a request of its words, without a mention and outside of threads', () => {
    expect(read(direct('infra status dev'))).toEqual({
      kind: 'request',
      incoming: {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/dm', channel: 'D0DANA' },
        words: { kind: 'text', root: 'infra', text: 'status dev' },
        dedupeKeys: ['event:Ev01JZ2T7S3U', 'envelope:e1'],
      },
      back: { user: 'U0DANA', channel: 'D0DANA', inside: 'nothing' },
    });
  });

  it('in a thread is answered in that thread', () => {
    expect(read(direct('help', { thread_ts: '1610927000.000100' }))).toMatchObject({
      incoming: { origin: { thread: '1610927000.000100' } },
      back: { thread: '1610927000.000100' },
    });
  });

  it('may have the slash, and may mention us all the same', () => {
    expect(wordsOf(direct('<@U0BOT> /infra'))).toEqual({ kind: 'text', root: 'infra', text: '' });
  });

  it.each(['file_share', 'thread_broadcast', 'me_message'])(
    'that is somebody’s words although Slack calls it %s is a request',
    (subtype) => {
      expect(wordsOf(direct('infra status dev', { subtype }))).toMatchObject({ root: 'infra' });
    },
  );
});

describe('what is no words to us', () => {
  it.each([
    ['our own message', direct('Done.', { user: bot, bot_id: 'B0BOT' })],
    ['our own message, known by its author alone', direct('infra stop dev', { user: bot })],
    ['a message of another app', direct('infra stop dev', { bot_id: 'B0OTHER' })],
    [
      'a message of an app that is nobody',
      direct('infra stop dev', { user: undefined, subtype: 'bot_message', bot_id: 'B0OTHER' }),
    ],
    [
      'an edit',
      direct('infra stop dev', {
        subtype: 'message_changed',
        hidden: true,
        message: { ...message, type: 'message', text: 'infra stop dev' },
        previous_message: { ...message, type: 'message', text: 'infra status dev' },
      }),
    ],
    ['a deletion', direct('', { subtype: 'message_deleted', deleted_ts: message.ts })],
    [
      'a message in a channel',
      direct('infra stop dev', { channel: 'C1', channel_type: 'channel' }),
    ],
    [
      'a message in a channel that mentions us, which comes as a mention too',
      direct('<@U0BOT> infra stop dev', { channel: 'C1', channel_type: 'channel' }),
    ],
    ['a message in a private channel', direct('infra', { channel: 'C1', channel_type: 'group' })],
    ['a message among several', direct('infra', { channel: 'G1', channel_type: 'mpim' })],
    ['somebody who joined', direct('', { subtype: 'channel_join', channel_type: 'channel' })],
  ])('%s is ignored', (_, body) => {
    expect(read(body)).toEqual({ kind: 'ignored' });
  });
});

describe('the keys by which a repetition is known', () => {
  it('begin with the event, which stays the same in another envelope', () => {
    const said = mention('<@U0BOT> help');
    expect(keysOf(said, 'e1')).toEqual(['event:Ev01JZ2T7S3U', 'envelope:e1']);
    expect(keysOf(said, 'e2')).toEqual(['event:Ev01JZ2T7S3U', 'envelope:e2']);
    expect(keysOf({ ...said, event_id: 'Ev2' }, 'e3')?.[0]).toBe('event:Ev2');
  });
});

describe('everything else', () => {
  it.each([
    ['an event of another type', callback({ type: 'app_home_opened', user: 'U0DANA' })],
    ['an event without a type', callback({ user: 'U0DANA' })],
    ['an event that is none', callback(null)],
    ['a mention without an author', mention('<@U0BOT> help', { user: undefined })],
    ['a mention without words', mention('x', { text: undefined })],
    ['a callback without an id', { ...mention('<@U0BOT> help'), event_id: undefined }],
    ['a command', { command: '/infra', text: 'status', user_id: 'U0DANA' }],
    ['app_rate_limited', { type: 'app_rate_limited', team_id: 'T0ACME' }],
    ['nothing', undefined],
    ['a text', 'event_callback'],
  ])('%s is left to others', (_, body) => {
    expect(read(body)).toBeUndefined();
  });
});
