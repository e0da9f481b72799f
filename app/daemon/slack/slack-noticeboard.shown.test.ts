import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryLedger, type MemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import type { Notice, ReadableNoticeboard } from '../../../lib/reply/noticeboard.ts';
import { line, replyOf } from '../../../lib/reply/reply.ts';
import { expiredNotice } from '../../../lib/whitelist/expiry-notices.ts';
import { createHastyClock } from '../hasty-clock.fixture.ts';
import { openNoticeboard } from './noticeboard.fixture.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const { clock } = createHastyClock();

let slack: TestSlack;
let ledger: MemoryLedger;

/** As it is after a start. */
const open = (): ReadableNoticeboard => {
  const opened = openNoticeboard(slack, clock, ledger.history);
  ledger = opened.ledger;
  return opened.board;
};

beforeEach(async () => {
  slack = await startTestSlack();
  ledger = createMemoryLedger({ clock });
});
afterEach(() => slack.stop());

const notice = (requestId: Notice['requestId'], kind: string, revision = 'pending'): Notice => ({
  requestId,
  kind,
  to: { channel: 'C0APPROVALS' },
  reply: replyOf(line(kind, ' ', revision)),
  revision,
});

const read = (channel: string) => slack.workspace.person('U0ALICE').reads(channel);

describe('what hangs on a noticeboard', () => {
  it('is told of the requests that are asked about, also after a restart', async () => {
    const board = open();
    await board.show(notice('req-abc123', 'card'));
    await board.show(notice('req-abc123', 'dm'));
    await board.show(notice('req-abc123', 'card', 'done'));
    await board.show(notice('req-other1', 'card'));

    for (const each of [board, open()]) {
      expect(await each.shown(new Set(['req-abc123', 'req-nobody']))).toEqual([
        { requestId: 'req-abc123', kind: 'card', revision: 'done' },
        { requestId: 'req-abc123', kind: 'dm', revision: 'pending' },
      ]);
    }
  });

  it('is told without a revision where it is not known whether it was posted', async () => {
    slack.workspace.faults.next('chat.postMessage', { kind: 'error', code: 'not_in_channel' });
    await open().show(notice('req-abc123', 'card'));

    expect(await open().shown(new Set(['req-abc123']))).toEqual([
      { requestId: 'req-abc123', kind: 'card', revision: undefined },
    ]);
  });
});

describe('another notify channel', () => {
  const entry = {
    ip_address: '1.2.3.4/32',
    environment: 'dev',
    expires_at: '2026-02-04T09:00:00.000Z',
    description: '',
    added_by: 'U0DANA',
    added_at: '2026-01-05T09:00:00.000Z',
  };

  it('is told no end again that was told in the channel before', async () => {
    await open().show(expiredNotice(entry, 'C0APPROVALS'));
    const told = read('C0APPROVALS');

    expect(await open().show(expiredNotice(entry, 'C0GENERAL'))).toBe(true);
    expect(read('C0GENERAL')).toEqual([]);
    expect(read('C0APPROVALS')).toEqual(told);
  });

  it('is told the ends that come later', async () => {
    await open().show(expiredNotice(entry, 'C0APPROVALS'));
    const next = { ...entry, ip_address: '1.2.3.5/32' };

    await open().show(expiredNotice(next, 'C0GENERAL'));
    expect(read('C0GENERAL')).toMatchObject([{ text: expect.stringContaining('1.2.3.5/32') }]);
  });
});
