import { once } from 'node:events';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createRedactor } from '../../lib/kernel/redaction.ts';
import { createLog, type LogOptions, type ProcessLog } from './logger.ts';

interface Written {
  readonly log: ProcessLog;
  readonly lines: () => readonly Record<string, unknown>[];
}

const lineOf = z.record(z.string(), z.unknown());
const secret = 'xoxb-not-a-real-token';

/** A log on a stream that takes one chunk in each turn of the event loop, as a pipe whose reader is slow. */
const createWritten = (level: LogOptions['level'] = 'info'): Written => {
  let text = '';
  const stream = new Writable({
    highWaterMark: 64,
    write: (chunk: Buffer, _encoding, done) => {
      setImmediate(() => {
        text += chunk.toString('utf8');
        done();
      });
    },
  });
  return {
    log: createLog({
      level,
      redactor: createRedactor([secret]),
      clock: createManualClock(),
      stream,
      onBroken: () => undefined,
    }),
    lines: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => lineOf.parse(JSON.parse(line))),
  };
};

const linesOf = async (
  say: (log: ProcessLog) => void,
  level?: LogOptions['level'],
): Promise<readonly Record<string, unknown>[]> => {
  const { log, lines } = createWritten(level);
  say(log);
  await log.drain();
  return lines();
};

describe('the log', () => {
  it('writes one JSON line for each event: time, level, event, then the fields', async () => {
    const lines = await linesOf((log) => {
      log.warn('slack.post_failed', { tries: 2, channel: 'C0GENERAL' });
      log.error('daemon.bug');
    });
    expect(lines).toEqual([
      {
        timestamp: '2026-01-05T09:00:00.000Z',
        level: 'warn',
        event: 'slack.post_failed',
        tries: 2,
        channel: 'C0GENERAL',
      },
      { timestamp: '2026-01-05T09:00:00.000Z', level: 'error', event: 'daemon.bug' },
    ]);
  });

  it('lets no field take the place of its own, so that no line can lie about itself', async () => {
    const [line] = await linesOf((log) =>
      log.warn('slack.unhandled', {
        timestamp: 'yesterday',
        level: 'debug',
        event: 'daemon.ready',
        type: 'x',
      }),
    );
    expect(line).toEqual({
      timestamp: '2026-01-05T09:00:00.000Z',
      level: 'warn',
      event: 'slack.unhandled',
      type: 'x',
    });
  });

  it('keeps a value with line breaks on its one line', async () => {
    const [line] = await linesOf((log) => log.info('text', { words: 'one\ntwo\u2028three' }));
    expect(line?.['words']).toBe('one\ntwo\u2028three');
  });

  it.each([
    ['debug', ['announced', 'e', 'w', 'i', 'd']],
    ['info', ['announced', 'e', 'w', 'i']],
    ['warn', ['announced', 'e', 'w']],
    ['error', ['announced', 'e']],
  ] as const)(
    'at level %s passes over what is below, but never over what is announced',
    async (level, events) => {
      const lines = await linesOf((log) => {
        log.announce('announced');
        log.error('e');
        log.warn('w');
        log.info('i');
        log.debug('d');
      }, level);
      expect(lines.map(({ event }) => event)).toEqual(events);
      expect(lines[0]?.['level']).toBe('info');
    },
  );

  it('takes secrets out of texts, of nested values, of keys that name one, and of errors', async () => {
    const [line] = await linesOf((log) =>
      log.error('daemon.bug', {
        url: `https://slack.com/api/auth.test?token=${secret}`,
        nested: [{ deep: { header: `Bearer ${secret}`, password: 'hunter22' } }],
        error: new Error(`refused ${secret}`, { cause: new Error(`because of ${secret}`) }),
      }),
    );
    const text = JSON.stringify(line);
    expect(text).not.toContain(secret);
    expect(text).not.toContain('hunter22');
    expect(line?.['error']).toBe('refused [redacted]: because of [redacted]');
  });

  it('writes what JSON has no writing for, instead of throwing in the middle of the flow', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const lines = await linesOf((log) => log.info('odd', { big: 10n, circle, none: undefined }));
    expect(lines).toEqual([expect.objectContaining({ event: 'odd', big: '10' })]);
  });
});

describe('draining the log', () => {
  it('waits until everything has left the process, also when the reader is slow', async () => {
    const count = 5_000;
    const lines = await linesOf((log) => {
      for (let index = 0; index < count; index += 1) {
        log.info('line', { index });
      }
    });
    expect(lines.map(({ index }) => index)).toEqual(
      Array.from({ length: count }, (_, index) => index),
    );
  });

  it('drops what is logged afterwards, without an error', async () => {
    const { log, lines } = createWritten();
    log.info('before');
    const draining = log.drain();
    expect(() => log.error('during')).not.toThrow();
    await draining;
    expect(() => log.announce('after')).not.toThrow();
    expect(lines().map(({ event }) => event)).toEqual(['before']);
  });

  it('says once that nobody reads any more, writes nothing from then on, and ends', async () => {
    let writes = 0;
    const broken = new Writable({
      autoDestroy: false,
      write: (_chunk, _encoding, done) => {
        writes += 1;
        done(new Error('EPIPE'));
      },
    });
    let told = 0;
    const log = createLog({
      level: 'info',
      redactor: createRedactor([]),
      clock: createManualClock(),
      stream: broken,
      onBroken: () => {
        told += 1;
      },
    });
    log.info('lost');
    await once(broken, 'error');
    log.info('not written');
    expect([told, writes]).toEqual([1, 1]);
    await expect(log.drain()).resolves.toBeUndefined();
  });
});
