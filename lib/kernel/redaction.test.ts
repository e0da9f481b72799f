import { describe, expect, it } from '@jest/globals';
import { createRedactor } from './redaction.ts';

const secret = 'p+ss/w&rd "1"';
const { text } = createRedactor([secret, 'short', 'another-secret']);
const base64 = (plain: string): string => Buffer.from(plain).toString('base64');

describe('the redaction of a text', () => {
  it.each([
    ['as it is', `it is ${secret}.`, 'it is [redacted].'],
    ['in JSON', JSON.stringify({ why: secret }), '{"why":"[redacted]"}'],
    ['percent-encoded', `?q=${encodeURIComponent(secret)}&x`, '?q=[redacted]&x'],
    [
      'in a form',
      `q=${new URLSearchParams({ q: secret }).toString().slice(2)}&x`,
      'q=[redacted]&x',
    ],
    ['in lower-case escapes', '?q=p%2bss%2fw%26rd%20%221%22', '?q=[redacted]'],
    ['in base64', `x ${base64(secret)} y`, 'x [redacted] y'],
    ['twice', `${secret}, ${secret}`, '[redacted], [redacted]'],
    ['beside another', `${secret}another-secret`, '[redacted]'],
  ])('finds a known secret %s', (_, original, redacted) => {
    expect(text(original)).toBe(redacted);
  });

  it.each(['', 'a', 'ab', 'abc'])(
    'finds a known secret in a longer base64, after "%s"',
    (before) => {
      const { text: redact } = createRedactor(['a-known-secret']);
      const redacted = redact(base64(`${before}a-known-secret`));
      expect(redacted).toContain('[redacted]');
      expect(redacted.replace('[redacted]', '').length).toBeLessThanOrEqual(8);
    },
  );

  it('leaves nothing of secrets that overlap', () => {
    expect(createRedactor(['abcdef', 'defghi']).text('-abcdefghi-')).toBe('-[redacted]-');
    expect(createRedactor(['ababab']).text('-ababababa-')).toBe('-[redacted]a-');
  });

  it('ignores secrets that are too short, or part of the replacement', () => {
    const redactor = createRedactor(['short', '', 'redacted']);
    expect(redactor.text('a short redacted text')).toBe('a short redacted text');
  });

  it.each([
    ['a bot token', 'use xoxb-1-fake-Token now', 'use [redacted] now'],
    ['a rotating token', 'xoxe.xoxp-1-FakeFake', '[redacted]'],
    ['an app token', '"xapp-1-A1-2-fakefake"', '"[redacted]"'],
    ['an access key id', 'key AKIAFAKEFAKEFAKEFAKE.', 'key [redacted].'],
    ['a temporary access key id', 'ASIAFAKEFAKEFAKEFAKE', '[redacted]'],
    ['a JWT', 'jwt eyJhbGciOiJub25l.eyJzdWIiOiJmYWtl.c2ln-_ !', 'jwt [redacted] !'],
    [
      'a bearer token',
      'Authorization: Bearer fake.token-1==, x',
      'Authorization: Bearer [redacted], x',
    ],
    [
      'basic credentials',
      'authorization: basic ZmFrZTpmYWtlMQ==',
      'authorization: basic [redacted]',
    ],
    [
      'a webhook',
      '<https://hooks.slack.com/services/T1/B1/fake|x>',
      '<https://hooks.slack.com/[redacted]|x>',
    ],
    [
      'a response_url',
      '"https://hooks.slack.com/commands/T1/2/fake"',
      '"https://hooks.slack.com/[redacted]"',
    ],
    [
      'a ticket',
      'wss://h/link/?ticket=f-a-k-e&app_id=1',
      'wss://h/link/?ticket=[redacted]&app_id=1',
    ],
    [
      'a presigned query',
      'https://h/?X-Amz-Signature=fa4e',
      'https://h/?X-Amz-Signature=[redacted]',
    ],
    ['a signature', `got v0=${'0f'.repeat(32)}`, 'got v0=[redacted]'],
    ['a password in a URL', 'smtp://me:fake@mail:25/', 'smtp://[redacted]@mail:25/'],
    [
      'a private key',
      'a -----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY----- b',
      'a [redacted] b',
    ],
    ['a private key that is cut off', '-----BEGIN PRIVATE KEY-----\\nZmFrZQ', '[redacted]'],
  ])('finds %s by its shape', (_, original, redacted) => {
    expect(text(original)).toBe(redacted);
  });

  it.each([
    'Approved by <@U1>: cgr.dev/org/python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'The bearer token is missing; basic authentication is off.',
    'See https://example.com:8443/a?page=2 or <https://example.com|mail a:b@example.com>',
    'req-abc12345 op-abc12345 arn:aws:lambda:eu-west-1:123456789012:function:fake',
    'xoxb is a prefix, AKIA too',
  ])('leaves alone: %s', (original) => {
    expect(text(original)).toBe(original);
  });

  it('takes a time that grows with the text, and not faster, on text made to slow it down', () => {
    const started = process.cpuUsage().user;
    for (const part of [
      'eyJ',
      'eyJhbGciOiJub25l.',
      'bearer ',
      '://a',
      '-----BEGIN PRIVATE KEY',
      'xox',
      '?ticket=',
    ]) {
      text(part.repeat(30_000));
    }
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });

  it('knows a secret that has no bytes in UTF-8', () => {
    expect(createRedactor(['half \ud83d']).text('a half \ud83d b')).toBe('a [redacted] b');
  });
});
