import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readLedger } from './read-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-ledger-'));

afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (...lines: readonly string[]): string => {
  const path = join(folder, 'ledger.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
};

const line = (event: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    timestamp: '2026-01-31T12:34:56.789Z',
    event,
    actor: 'slack:U1',
    stream: 's',
    ...more,
  });

describe('readLedger', () => {
  it('reads nothing from a file that is not there', () => {
    expect(readLedger(join(folder, 'absent.jsonl'), 10)).toEqual([]);
  });

  it('reads the last events, those that share a line with another among them', () => {
    const path = fileWith(
      line('one'),
      line('two', { with: [{ event: 'three', actor: 'system:x' }] }),
      '',
    );
    expect(readLedger(path, 2)).toMatchObject([
      { event: 'two', actor: 'slack:U1', time: '2026-01-31T12:34:56.789Z', stream: 's' },
      { event: 'three', actor: 'system:x', time: '2026-01-31T12:34:56.789Z', stream: 's' },
    ]);
  });

  it('leaves out a line that is not complete', () => {
    expect(readLedger(fileWith(line('one'), '{"event":"tw'), 10)).toHaveLength(1);
  });

  it('looks only at the end of a long file', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => line(`event-${index}`));
    const rows = readLedger(fileWith(...many, ''), 5_000);
    expect(rows.length).toBeLessThan(3_000);
    expect(rows.at(-1)?.event).toBe('event-2999');
    expect(rows.every(({ event }) => event.startsWith('event-'))).toBe(true);
  });
});
