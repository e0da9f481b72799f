import { describe, expect, it } from '@jest/globals';
import { isRequestId, randomIds, slackUserOf } from './ids.ts';

describe('ids', () => {
  it('are of the promised shape, and fresh each time', () => {
    const ids = Array.from({ length: 200 }, () => [randomIds.request(), randomIds.operation()]);

    for (const [request, operation] of ids) {
      expect(request).toMatch(/^req-[0-9a-z]{8}$/);
      expect(operation).toMatch(/^op-[0-9a-z]{8}$/);
    }
    expect(new Set(ids.flat()).size).toBe(400);
  });

  it.each(['req-abc123', 'req-abcdef123456', randomIds.request()])('knows %s', (text) => {
    expect(isRequestId(text)).toBe(true);
  });

  it.each([
    'req-abc12',
    'req-abcdef1234567',
    'req-ABC123',
    'op-abc123',
    ' req-abc123',
    'req-abc123\n',
  ])('does not take %j for a request id', (text) => {
    expect(isRequestId(text)).toBe(false);
  });

  it('find the Slack user in a principal of Slack alone', () => {
    expect(slackUserOf('slack:U1')).toBe('U1');
    expect(slackUserOf('schedule:slack:U1')).toBeUndefined();
    expect(slackUserOf('system:workflow')).toBeUndefined();
  });
});
