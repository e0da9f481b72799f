/** What a log line may carry beside its event. Values are redacted before they are written. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The diagnostic log: events by name, for machines first. The audit trail is the ledger, not this. */
export interface Log {
  readonly debug: (event: string, fields?: LogFields) => void;
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
}

/** A log whose lines all carry these fields too, as the one request id. */
export const withFields = (log: Log, always: LogFields): Log => ({
  debug: (event, fields) => log.debug(event, { ...always, ...fields }),
  info: (event, fields) => log.info(event, { ...always, ...fields }),
  warn: (event, fields) => log.warn(event, { ...always, ...fields }),
  error: (event, fields) => log.error(event, { ...always, ...fields }),
});
