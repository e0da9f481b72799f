import type { Log, LogFields } from './log.ts';

/** A line that was logged. */
interface LogLine extends LogFields {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
}

/** A log that keeps its lines. */
export interface RecordingLog extends Log {
  readonly lines: readonly LogLine[];
  /** The lines of one event. */
  readonly of: (event: string) => readonly LogLine[];
}

/** An empty log for tests. */
export const createRecordingLog = (): RecordingLog => {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ ...fields, level, event });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    lines,
    of: (event) => lines.filter((each) => each.event === event),
  };
};
