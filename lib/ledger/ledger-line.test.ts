import { describe, expect, it } from '@jest/globals';
import { chainStart, readLine, sealLine } from './ledger-line.ts';

const key = Buffer.alloc(32, 7);
const entry = {
  timestamp: '2026-01-05T09:00:00.000Z',
  stream: 'request/a',
  events: [
    { event: 'asked', actor: 'slack:U1', image: 'python' },
    { event: 'allowed', actor: 'system:workflow' },
  ],
};

describe('a ledger line', () => {
  it('is read as it was sealed', () => {
    const { text, link, events } = sealLine(key, chainStart, entry);
    expect(readLine(key, chainStart, text)).toEqual({ ok: true, value: { link, events } });
    const next = sealLine(key, link, entry);
    expect(next.link.seq).toBe(2);
    expect(readLine(key, link, next.text)).toMatchObject({ ok: true });
  });

  it('fits at one place of one chain only', () => {
    const first = sealLine(key, chainStart, entry);
    const elsewhere = { seq: 0, mac: 'f'.repeat(64) };
    expect(readLine(key, elsewhere, first.text)).toMatchObject({ ok: false });
    expect(readLine(key, first.link, first.text)).toMatchObject({ ok: false });
    expect(readLine(Buffer.alloc(32, 8), chainStart, first.text)).toMatchObject({ ok: false });
  });

  it('holds an event at least', () => {
    expect(() => sealLine(key, chainStart, { ...entry, events: [] })).toThrow(TypeError);
  });

  it.each(['null', '[]', '"text"', '{"v":"2"}', '{}'])('is never %s', (text) => {
    expect(readLine(key, chainStart, text)).toEqual({
      ok: false,
      error: 'fields that every line has are missing',
    });
  });

  it('is refused where what is said to be events is none', () => {
    const text = sealLine(key, chainStart, entry).text.replace('"event":"allowed"', '"event":7');
    expect(readLine(key, chainStart, text)).toMatchObject({
      error: expect.stringContaining('missing'),
    });
  });
});
