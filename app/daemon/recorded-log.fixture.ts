import type { Log, LogFields } from '../../lib/kernel/log.ts';

/** One line that was logged. */
export interface RecordedLine {
  readonly level: keyof Log;
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines where a test can read them. */
export interface RecordedLog {
  readonly log: Log;
  readonly lines: readonly RecordedLine[];
  /** The lines of one event, oldest first. */
  said(event: string): readonly RecordedLine[];
}

/** Nothing has been logged. */
export const createRecordedLog = (): RecordedLog => {
  const lines: RecordedLine[] = [];
  const write =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields });
    };
  return {
    log: {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    },
    lines,
    said: (event) => lines.filter((line) => line.event === event),
  };
};
