import { describe, expect, it } from '@jest/globals';
import { chainStart, readLine, sealLine } from './ledger-line.ts';

const key = Buffer.alloc(32, 7);
const entry = {
  timestamp: '2026-01-05T09:00:00.000Z',
  stream: 'request/a',
  events: [{ event: 'asked', actor: 'slack:U1', image: 'python' }],
};

describe('what is said of a broken line', () => {
  it.each([
    ['was changed', (text: string) => text.replace('python', 'pyth0n')],
    ['has another mac', (text: string) => text.replace(/"mac":"./, '"mac":"-')],
    ['follows another', (text: string) => text.replace(/"prev":"./, '"prev":"-')],
  ])('that %s never tells the mac with which it would be whole', (_, change) => {
    const { text, link } = sealLine(key, chainStart, entry);
    const forged = change(text);
    const { mac } = sealLine(key, chainStart, {
      ...entry,
      events: [{ event: 'asked', actor: 'slack:U1', image: 'pyth0n' }],
    }).link;

    const read = readLine(key, chainStart, forged);

    expect(read.ok).toBe(false);
    const said = JSON.stringify(read);
    expect(said).not.toContain(mac);
    expect(said).not.toContain(link.mac);
    expect(said).not.toMatch(/[0-9a-f]{32}/);
  });
});
