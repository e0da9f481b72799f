import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createRedactor } from './redaction.ts';

const secret = 'p+ss/w&rd "1"';
const { value } = createRedactor([secret]);

describe('the redaction of a value', () => {
  it('reaches texts and keys at every depth, and numbers', () => {
    const { value: redact } = createRedactor(['secret-1', '12345678']);
    expect(
      redact({ a: [{ 'is secret-1': 'the secret-1' }], n: 12345678, m: 1234567, b: 12345678n }),
    ).toEqual({
      a: [{ 'is [redacted]': 'the [redacted]' }],
      n: '[redacted]',
      m: 1234567,
      b: '[redacted]',
    });
  });

  it.each([
    'token',
    'SLACK_BOT_TOKEN',
    'appToken',
    'clientSecret',
    'Authorization',
    'proxy-authorization',
    'password',
    'x-slack-signature',
    'response_url',
    'responseUrl',
    'api_key',
    'AUDIT_HMAC_KEY',
    'set-cookie',
  ])('hides what stands under the key %s, whatever it is', (key) => {
    expect(value({ [key]: 'fine' })).toEqual({ [key]: '[redacted]' });
    expect(value(new Map([[key, { deep: 'fine' }]]))).toEqual(new Map([[key, '[redacted]']]));
    expect(value({ [key]: undefined })).toEqual({ [key]: undefined });
    expect(value({ [key]: true })).toEqual({ [key]: true });
  });

  it.each(['trigger_id', 'secret_arn', 'tokens', 'requestId', 'planHash', 'dedupeKey'])(
    'shows what stands under the key %s',
    (key) => {
      expect(value({ [key]: 'fine' })).toEqual({ [key]: 'fine' });
    },
  );

  it('keeps errors, with their class, code and causes', () => {
    const cause = new TypeError(`caused by ${secret}`);
    const error = Object.assign(new RangeError(`failed: ${secret}`, { cause }), {
      code: 'E1',
      token: 'x',
    });
    const redacted = value(error);
    expect(redacted).toBeInstanceOf(RangeError);
    expect(redacted).toMatchObject({
      message: 'failed: [redacted]',
      code: 'E1',
      token: '[redacted]',
    });
    expect(redacted.cause).toBeInstanceOf(TypeError);
    expect(redacted.cause).toMatchObject({ message: 'caused by [redacted]' });
    expect(redacted.stack).toContain('failed: [redacted]');
    expect(Object.keys(redacted)).toEqual(['code', 'token']);
    expect(error.message).toContain(secret);
  });

  it('knows an error of another realm', () => {
    const error: unknown = runInNewContext('new Error(message)', { message: secret });
    expect(value(error)).toMatchObject({ message: '[redacted]' });
  });

  it('keeps maps, sets and dates, and shows what has a JSON form in it', () => {
    const date = new Date(0);
    expect(value([new Map([[secret, secret]]), new Set([secret]), date])).toEqual([
      new Map([['[redacted]', '[redacted]']]),
      new Set(['[redacted]']),
      date,
    ]);
    expect(value({ url: new URL('https://me:fake@example.com/') })).toEqual({
      url: 'https://[redacted]@example.com/',
    });
  });

  it('leaves out bytes, which may spell anything', () => {
    expect(value([Buffer.from(secret), new ArrayBuffer(2)])).toEqual(['[bytes]', '[bytes]']);
  });

  it('ends on cycles, on the same thing twice, and on what is very deep or large', () => {
    const cycle: Record<string, unknown> = { name: 'fine' };
    cycle['self'] = cycle;
    const shared = { name: 'fine' };
    expect(value({ cycle, one: shared, two: shared })).toEqual({
      cycle: { name: 'fine', self: '[circular]' },
      one: shared,
      two: shared,
    });
    let deep: unknown = secret;
    for (let level = 0; level < 10_000; level += 1) {
      deep = [deep];
    }
    expect(JSON.stringify(value(deep))).toMatch(/^\[{33}"\[too deep\]"\]{33}$/);
    const large = value(Array.from({ length: 60_000 }, () => 'fine'));
    expect([large[0], large.at(-1)]).toEqual(['fine', '[too large]']);
  });

  it('never throws', () => {
    const hostile = {
      get boom(): string {
        throw new Error('no');
      },
      json: {
        toJSON: () => {
          throw new Error('no');
        },
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
      nothing: Object.create(null) as unknown,
    };
    expect(value(hostile)).toEqual({
      boom: '[unreadable]',
      json: '[unreadable]',
      proxy: '[unreadable]',
      nothing: {},
    });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(value(revoked.proxy)).toBe('[unreadable]');
    expect(value([undefined, null, Number.NaN])).toEqual([undefined, null, Number.NaN]);
  });
});
