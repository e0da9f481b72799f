import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../lib/ledger/ledger.ts';
import { evolveMessage, type MessageRecord } from './message-record.ts';

const stored = (event: string, more: object = {}): StoredEvent => ({
  event,
  actor: 'system:slack',
  timestamp: '2026-01-05T09:00:00.000Z',
  stream: 'message/req-abc123/card',
  seq: 1,
  ...more,
});

const recordOf = (...events: readonly StoredEvent[]): MessageRecord | undefined =>
  events.reduce<MessageRecord | undefined>(evolveMessage, undefined);

const tag = { requestId: 'req-abc123', kind: 'card' };
const posting = stored('message.posting', { ...tag, channel: 'D1' });
const posted = stored('message.posted', { channel: 'D0DANA', ts: '1.2', revision: 'pending' });
const edited = stored('message.edited', { revision: 'done' });

describe('the record of a message', () => {
  it('says which message is being posted, where and since when', () => {
    const postingAt = Date.UTC(2026, 0, 5, 9);
    expect(recordOf(posting)).toEqual({ ...tag, channel: 'D1', postingAt });
  });

  it('knows its place and what it shows once it is posted, and after each edit', () => {
    const place = { channel: 'D0DANA', ts: '1.2' };
    expect(recordOf(posting, posted)).toMatchObject({ place, revision: 'pending' });
    expect(recordOf(posting, posted, edited)).toMatchObject({ place, revision: 'done' });
  });

  it('is not changed by what it does not know', () => {
    const record = recordOf(posting, posted);
    expect(evolveMessage(record, stored('message.pinned'))).toBe(record);
    expect(evolveMessage(record, stored('message.edited', { revision: 7 }))).toBe(record);
    expect(evolveMessage(undefined, stored('request.created'))).toBeUndefined();
  });

  it('does not begin in the middle', () => {
    expect(recordOf(posted)).toBeUndefined();
    expect(recordOf(edited)).toBeUndefined();
  });
});
