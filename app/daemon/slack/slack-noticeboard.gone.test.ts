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

/** As it is after a start. */
const open = (): Noticeboard => {
  const opened = openNoticeboard(slack, clock, ledger.history);
  ledger = opened.ledger;
  return opened.board;
};

beforeEach(async () => {
  slack = await startTestSlack();
  ledger = createMemoryLedger({ clock });
});
afterEach(() => slack.stop());

const notice = (revision: string, others: Partial<Notice> = {}): Notice => ({
  requestId: 'req-abc123',
  kind: 'dashboard',
  to: { channel },
  reply: replyOf(line('Revision ', revision)),
  revision,
  replaceIfGone: true,
  ...others,
});

const card = (revision: string) => notice(revision, { replaceIfGone: false });

const shown = () => slack.workspace.person('U0ALICE').reads(channel);
const events = () => ledger.history.map(({ event }) => event);

const deleteShown = async (): Promise<void> => {
  await slack.web.once.chat.delete({ channel, ts: shown()[0]?.ts ?? '' });
  expect(shown()).toEqual([]);
};

describe('a message that somebody has deleted', () => {
  it('is posted anew where it is to be replaced, and edited there from then on, also after a restart', async () => {
    const board = open();
    await board.show(notice('1'));
    await deleteShown();

    expect(await board.show(notice('2'))).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Revision 2' }]);
    const [{ ts } = { ts: '' }] = shown();
    await board.show(notice('3'));
    await open().show(notice('4'));
    expect(shown()).toMatchObject([{ ts, text: 'Revision 4' }]);
    expect(events()).toEqual([
      'message.posting',
      'message.posted',
      'message.posting',
      'message.posted',
      'message.edited',
      'message.edited',
    ]);
  });

  it('is posted once, also when the process ends between posting it anew and knowing it', async () => {
    const board = open();
    await board.show(notice('1'));
    await deleteShown();
    slack.workspace.faults.next('chat.postMessage', { kind: 'error', code: 'not_in_channel' });
    expect(await board.show(notice('2'))).toBe(false);

    expect(await open().show(notice('2'))).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Revision 2' }]);
  });

  it('stays away where it is not to be replaced', async () => {
    const board = open();
    await board.show(card('1'));
    await deleteShown();

    expect(await board.show(card('2'))).toBe(false);
    expect(shown()).toEqual([]);
    expect(slack.recorded.said('slack.edit_failed')).toHaveLength(1);
  });

  it('is not posted anew when it is there and only cannot be edited', async () => {
    const board = open();
    await board.show(notice('1'));
    slack.workspace.faults.next('chat.update', { kind: 'error', code: 'edit_window_closed' });

    expect(await board.show(notice('2'))).toBe(false);
    expect(shown()).toMatchObject([{ text: 'Revision 1' }]);
  });
});
