import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../../../lib/kernel/log.ts';

/**
 * Slack's libraries speak through our log, by one event name. What they call debug are whole payloads, with what people
 * wrote and the ways back to them: that is never logged.
 */
export const createSlackLogger = (log: Log, event: string): Logger => {
  const say =
    (write: Log['debug']) =>
    (...words: readonly unknown[]): void =>
      write(event, { message: words.map(String).join(' ') });
  return {
    debug: () => undefined,
    info: say(log.debug),
    warn: say(log.warn),
    error: say(log.warn),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
};
