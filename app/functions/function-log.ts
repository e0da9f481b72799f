import { describeError } from '../../lib/kernel/errors.ts';
import type { Log, LogFields } from '../../lib/kernel/log.ts';
import { createRedactor } from '../../lib/kernel/redaction.ts';

/** What JSON has no writing for, or an empty one. */
const toJsonValue = (_key: string, value: unknown): unknown => {
  if (value instanceof Error) {
    return describeError(value);
  }
  return typeof value === 'bigint' ? String(value) : value;
};

/**
 * A log for Lambda: JSON lines with `level`, `event` and the fields, redacted, each by one call of `write` (without the line break).
 * `secrets` never stand in them. Lambda adds the time and the id of its invocation. `debug` is not written.
 */
export const createFunctionLog = (
  write: (line: string) => void,
  secrets: readonly string[] = [],
): Log => {
  const redactor = createRedactor(secrets);
  const log =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      const line = { ...redactor.value(Object.assign({}, fields)), level, event };
      write(JSON.stringify(line, toJsonValue));
    };
  return {
    debug: () => undefined,
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
  };
};
