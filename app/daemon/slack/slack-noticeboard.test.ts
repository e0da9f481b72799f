import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryLedger, type MemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import type { Notice, Noticeboard } from '../../../lib/reply/noticeboard.ts';
import { line, replyOf } from '../../../lib/reply/reply.ts';
import { createHastyClock } from '../hasty-clock.fixture.ts';
import { openNoticeboard } from './noticeboard.fixture.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const channel = 'C0APPROVALS';
const { clock } = createHastyClock();

let slack: TestSlack;
let ledger: MemoryLedger;
let board: Noticeboard;

/** As it is after a start. */
const open = (): Noticeboard => {
  const opened = openNoticeboard(slack, clock, ledger.history);
  ledger = opened.ledger;
  return opened.board;
};

beforeEach(async () => {
  slack = await startTestSlack();
  ledger = createMemoryLedger({ clock });
  board = open();
});
afterEach(() => slack.stop());

const card = (revision = 'pending', to: Notice['to'] = { channel }): Notice => ({
  requestId: 'req-abc123',
  kind: 'card',
  to,
  reply: replyOf(line('Request ', revision)),
  revision,
});
const shown = () => slack.workspace.person('U0ALICE').reads(channel);
const events = () => ledger.history.map(({ event }) => event);
const calls = (method: string) => slack.workspace.calls(method).length;

describe('showing a notice', () => {
  it('is recorded before it is posted, and after', async () => {
    const recordedBefore: (readonly string[])[] = [];
    const stop = slack.workspace.onChange((change) => {
      if (change.kind === 'call') {
        recordedBefore.push(events());
      }
    });
    await board.show(card());
    stop();
    expect(recordedBefore).toEqual([['message.posting']]);
    const [, posted] = ledger.history;
    expect(events()).toEqual(['message.posting', 'message.posted']);
    expect(posted).toMatchObject({
      stream: 'message/req-abc123/card',
      actor: 'system:slack',
      requestId: 'req-abc123',
      kind: 'card',
      channel,
      ts: shown()[0]?.ts,
      revision: 'pending',
    });
  });

  it('posts nothing that could not be recorded', async () => {
    ledger.failNext();
    expect(await board.show(card())).toBe(false);
    expect(shown()).toEqual([]);
    expect(slack.recorded.said('slack.notice_failed')).toHaveLength(1);
  });

  it('again with the same revision asks nothing of Slack', async () => {
    await board.show(card());
    const before = slack.workspace.calls().length;
    expect(await board.show(card())).toBe(true);
    expect(await open().show(card())).toBe(true);
    expect(slack.workspace.calls()).toHaveLength(before);
  });

  it('with another revision edits the message in its place, also after a restart', async () => {
    expect(await board.show(card())).toBe(true);
    expect(await board.show(card('approved'))).toBe(true);
    expect(await open().show(card('done'))).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Request done' }]);
    expect(events()).toEqual([
      'message.posting',
      'message.posted',
      'message.edited',
      'message.edited',
    ]);
    expect(calls('chat.postMessage')).toBe(1);
  });

  it('to a person opens the direct messages and posts there', async () => {
    await board.show(card('approved', { person: 'slack:U0DANA' }));
    const dana = slack.workspace.person('U0DANA');
    expect(dana.dms()).toMatchObject([{ text: 'Request approved' }]);
    expect(ledger.history[0]).toMatchObject({ channel: dana.dmChannel });
  });

  it('to somebody who is no person of Slack is told to the log', async () => {
    expect(await board.show(card('approved', { person: 'schedule:nightly' }))).toBe(false);
    expect(slack.workspace.calls()).toEqual([]);
    expect(slack.recorded.said('slack.no_conversation')).toHaveLength(1);
    expect(events()).toEqual([]);
  });

  it('keeps the messages of one request apart by their kind', async () => {
    await board.show(card());
    await board.show({ ...card(), kind: 'expiry' });
    expect(shown()).toHaveLength(2);
  });
});

describe('when Slack refuses', () => {
  it('a post for good, it is logged, and the next show tries again', async () => {
    slack.workspace.leave(channel, 'U0BOT');
    expect(await board.show(card())).toBe(false);
    expect(shown()).toEqual([]);
    expect(slack.recorded.said('slack.post_failed')).toHaveLength(1);
    slack.workspace.join(channel, 'U0BOT');
    expect(await board.show(card())).toBe(true);
    expect(shown()).toHaveLength(1);
    expect(events()).toEqual(['message.posting', 'message.posted']);
  });

  it('an edit, it is logged, and the next show tries again', async () => {
    await board.show(card());
    slack.workspace.faults.next('chat.update', { kind: 'error', code: 'edit_window_closed' });
    expect(await board.show(card('done'))).toBe(false);
    expect(slack.recorded.said('slack.edit_failed')).toMatchObject([
      { level: 'warn', fields: { request_id: 'req-abc123', kind: 'card', tries: 1 } },
    ]);
    expect(await board.show(card('done'))).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Request done' }]);
  });

  it('direct messages, nothing is recorded and nothing rejects', async () => {
    slack.workspace.scopes.delete('im:write');
    expect(await board.show(card('approved', { person: 'slack:U0DANA' }))).toBe(false);
    expect(events()).toEqual([]);
    expect(slack.recorded.said('slack.notice_failed')).toHaveLength(1);
  });
});

/** The message may be in Slack, but the ledger knows only that it was to be posted. */
const crash = async (arrived: boolean): Promise<void> => {
  slack.workspace.faults.next('chat.postMessage', { kind: 'error', code: 'not_in_channel' });
  await board.show(card());
  if (arrived) {
    await slack.web.once.chat.postMessage({
      channel,
      text: 'Request pending',
      metadata: {
        event_type: 'quartermaster_message',
        event_payload: { request_id: 'req-abc123', kind: 'card' },
      },
    });
  }
  expect(events()).toEqual(['message.posting']);
};

describe('after a crash between posting and knowing it', () => {
  it('the message that arrived is adopted and says what it should', async () => {
    await crash(true);
    expect(await open().show(card('approved'))).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Request approved' }]);
    expect(events()).toEqual(['message.posting', 'message.posted']);
    expect(ledger.history[1]).toMatchObject({ ts: shown()[0]?.ts, revision: 'approved' });
  });

  it('the message that did not arrive is posted', async () => {
    await crash(false);
    expect(await open().show(card())).toBe(true);
    expect(shown()).toHaveLength(1);
    expect(events()).toEqual(['message.posting', 'message.posted']);
  });

  it('a message that cannot be looked for is posted, and the log says why it may be there twice', async () => {
    await crash(true);
    slack.workspace.scopes.delete('groups:history');
    await open().show(card());
    expect(shown()).toHaveLength(2);
    expect(slack.recorded.said('slack.history_unavailable')).toHaveLength(1);
  });
});
