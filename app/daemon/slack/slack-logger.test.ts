import { expect, it } from '@jest/globals';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import { createSlackLogger } from './slack-logger.ts';

it('what Slack’s libraries say is one event, and none of it is our error', () => {
  const { log, lines } = createRecordedLog();
  const logger = createSlackLogger(log, 'slack.library');
  logger.info('connected', 1);
  logger.warn('slow');
  logger.error('failed', new Error('reset'));
  expect(lines).toEqual([
    { level: 'debug', event: 'slack.library', fields: { message: 'connected 1' } },
    { level: 'warn', event: 'slack.library', fields: { message: 'slow' } },
    { level: 'warn', event: 'slack.library', fields: { message: 'failed Error: reset' } },
  ]);
});

it('payloads, which they log as debug, are never logged, whatever level they are told', () => {
  const { log, lines } = createRecordedLog();
  const logger = createSlackLogger(log, 'slack.library');
  logger.debug('{"response_url":"https://hooks.slack.com/commands/not-a-real-one"}');
  expect(logger.getLevel()).toBe('info');
  expect(lines).toEqual([]);
});
