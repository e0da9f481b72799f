import { describe, expect, it } from '@jest/globals';
import { createFunctionLog } from './function-log.ts';

const secret = 'not-a-real-secret-0123456789';

const setUp = () => {
  const lines: string[] = [];
  return { lines, log: createFunctionLog((line) => lines.push(line), [secret]) };
};

describe('the log of a function', () => {
  it('writes one JSON line for each event, with its level and its fields', () => {
    const { lines, log } = setUp();

    log.info('looked', { count: 1 });
    log.warn('stopped');
    log.error('failed', { error: new Error('why', { cause: new Error('because') }), big: 7n });

    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { level: 'info', event: 'looked', count: 1 },
      { level: 'warn', event: 'stopped' },
      { level: 'error', event: 'failed', error: 'why: because', big: '7' },
    ]);
  });

  it('does not let a field change the level or the event', () => {
    const { lines, log } = setUp();

    log.error('failed', { level: 'debug', event: 'nothing' });

    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'error', event: 'failed' });
  });

  it('writes no secret', () => {
    const { lines, log } = setUp();

    log.error('failed', { reason: `denied for ${secret}` });

    expect(lines[0]).toContain('denied for');
    expect(lines[0]).not.toContain(secret);
  });

  it('keeps quiet about details', () => {
    const { lines, log } = setUp();

    log.debug('detail', { count: 1 });

    expect(lines).toEqual([]);
  });
});
