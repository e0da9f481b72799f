import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseLine } from '../command/parse.ts';
import { isRequestId } from '../kernel/ids.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import {
  expiredNotice,
  expiringNotice,
  extensionOf,
  noticeIdOf,
  noticeKindOf,
} from './expiry-notices.ts';
import { createWhitelistBench, environments, home } from './operations.fixture.ts';
import { parseTtl } from './ttl.ts';

const settings = { environments, defaultTtl: '30d' };
const later = { ...home, expires_at: '2026-03-01T09:00:00.000Z' };

const buttonsOf = ({ reply }: Notice) =>
  reply.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));

describe('the id of what is told of an entry', () => {
  it('has the shape of a request id, for any entry', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (environment, ip_address) => {
        expect(isRequestId(noticeIdOf({ ...home, environment, ip_address }))).toBe(true);
      }),
    );
  });

  it('is the same for the same entry whatever its end, and another for each other one', () => {
    const others = [
      { ...home, environment: 'staging' },
      { ...home, ip_address: '1.2.3.5/32' },
      { ...home, added_at: '2026-01-05T09:00:01.000Z' },
    ];

    expect(noticeIdOf(later)).toBe(noticeIdOf(home));
    expect(new Set([home, ...others].map(noticeIdOf)).size).toBe(4);
  });

  it('goes with a kind for each end', () => {
    expect(noticeKindOf('expired', home)).toMatch(/^expired-[0-9a-f]{8}$/);
    expect(noticeKindOf('expiring', home)).toMatch(/^expiring-[0-9a-f]{8}$/);
    expect(noticeKindOf('expired', later)).not.toBe(noticeKindOf('expired', home));
  });
});

describe('the news that an address has expired', () => {
  it('is a line in the notify channel', () => {
    const notice = expiredNotice(home, 'C0NOTIFY');

    expect(notice.to).toEqual({ channel: 'C0NOTIFY' });
    expect(plainText(notice.reply)).toBe(
      '⌛ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) has expired and is no longer let in. Connections already open end by themselves.',
    );
  });

  it('stays one line whatever its description is, and needs none', () => {
    const split = expiredNotice({ ...home, description: 'a\nb' }, 'C0NOTIFY');
    const bare = expiredNotice({ ...home, description: '' }, 'C0NOTIFY');

    expect(plainText(split.reply)).toContain('(DEV, a b, added by');
    expect(plainText(bare.reply)).toContain('(DEV, added by');
  });
});

describe('the question to the owner', () => {
  const question = expiringNotice(home, 'slack:U0DANA', settings);

  it('says until when, and offers two commands that work', () => {
    const { read } = createWhitelistBench();

    expect(question.to).toEqual({ person: 'slack:U0DANA' });
    expect(plainText(question.reply)).toBe(
      '⏳ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-02-04 09:00 UTC.\nExtend it if it is still needed; Done ends it now.',
    );
    expect(buttonsOf(question)).toEqual([
      {
        label: 'Extend (30d)',
        style: 'primary',
        command: '/infra whitelist extend 1.2.3.4/32 --env dev --ttl 30d',
      },
      { label: 'Done', command: '/infra whitelist remove 1.2.3.4/32 --env dev' },
    ]);
    for (const { command } of buttonsOf(question)) {
      expect(read(command).values).toMatchObject({ ip: '1.2.3.4/32', env: 'dev' });
    }
  });

  it('has commands that work for IPv6 too', () => {
    const v6 = expiringNotice({ ...home, ip_address: '2600:1f18::1/128' }, 'slack:U1', settings);
    const { catalogue } = createWhitelistBench();

    expect(parseLine(catalogue.grammar, buttonsOf(v6)[0]?.command ?? '')).toMatchObject({
      kind: 'command',
      values: { ip: '2600:1f18::1/128' },
    });
  });

  it.each([
    [{ kind: 'removed' }, '⚪ ', 'was removed and is no longer let in.'],
    [{ kind: 'expired' }, '⌛ ', 'has expired and is no longer let in.'],
    [
      { kind: 'extended', until: '2026-03-01T09:00:00.000Z' },
      '✅ ',
      'may connect until 2026-03-01 09:00 UTC.',
    ],
  ] as const)('is taken back with what became of it: %o', (fate, sign, words) => {
    const answered = expiringNotice(home, 'slack:U0DANA', settings, fate);

    expect(plainText(answered.reply)).toBe(
      `${sign}1.2.3.4/32 (DEV, Home office, added by @U0DANA) ${words}`,
    );
    expect(buttonsOf(answered)).toEqual([]);
    expect(answered).toMatchObject({ requestId: question.requestId, kind: question.kind });
    expect(answered.revision).not.toBe(question.revision);
  });
});

const spanning = (minutes: number) => ({
  ...home,
  expires_at: new Date(Date.parse(home.added_at) + minutes * 60_000).toISOString(),
});

describe('the extension that a click gives', () => {
  it.each([
    [5, '30d', '5m'],
    [1_440, '30d', '1d'],
    [10_080, '30d', '7d'],
    [11_000, '30d', '7d'],
    [90 * 1_440, '30d', '30d'],
    [90 * 1_440, '45m', '45m'],
    [0, '30d', '1m'],
  ])('of %i minutes so far, where %s is usual, is %s', (minutes, usual, wanted) => {
    expect(extensionOf(spanning(minutes), usual)).toBe(wanted);
  });

  it('can always be written, and is never longer than what was there or than usual', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), (minutes) => {
        const parsed = parseTtl(extensionOf(spanning(minutes), '30d'));
        expect(parsed.ok && parsed.value <= Math.min(minutes, 43_200)).toBe(true);
      }),
    );
  });
});
