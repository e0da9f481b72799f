import winston from 'winston';
import { type Clock, toIsoTime } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import type { Log, LogFields } from '../../lib/kernel/log.ts';
import type { Redactor } from '../../lib/kernel/redaction.ts';

/** The log of the process, with what only the composition root may do with it. */
export interface ProcessLog extends Log {
  /** Writes a line whatever the level: the lines of the contract, as `daemon.ready`. */
  announce(event: string, fields?: LogFields): void;
  /** Resolves when everything that was written has left the process; what is logged from now on is dropped. */
  drain(): Promise<void>;
}

/** What the log is made of. */
export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Standard output in the daemon. */
  readonly stream: NodeJS.WritableStream;
  /** Called once when the stream cannot be written any more, as when nobody reads it; nothing is written from then on. */
  readonly onBroken: () => void;
}

/** winston's levels, with one above all for what must always be seen. It is written as `info`. */
const levels = { announce: 0, error: 1, warn: 2, info: 3, debug: 4 } as const;

/** Flushes a stream: its write callbacks come in order, so the last one comes when all is out. */
const flushed = (stream: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });

/** What JSON has no writing for, or an empty one: a log line must neither throw nor hide the error it is about. */
const toJsonValue = (_key: string, value: unknown): unknown => {
  if (value instanceof Error) {
    return describeError(value);
  }
  return typeof value === 'bigint' ? String(value) : value;
};

/** One line of JSON: the fields, each after the redaction, and `timestamp`, `level` and `event`, which no field can replace. */
const jsonLines = ({ redactor, clock }: Pick<LogOptions, 'redactor' | 'clock'>) =>
  winston.format.printf(({ level, message, fields }) =>
    JSON.stringify(
      {
        ...redactor.value(Object.assign({}, fields)),
        timestamp: toIsoTime(clock.now()),
        level: level === 'announce' ? 'info' : level,
        event: message,
      },
      toJsonValue,
    ),
  );

/** Writes JSON lines with `timestamp`, `level`, `event` and the fields to `stream`, until it is drained or the stream broken. */
export const createLog = ({ level, stream, onBroken, ...options }: LogOptions): ProcessLog => {
  const logger = winston.createLogger({
    levels,
    level,
    transports: [new winston.transports.Stream({ stream })],
    format: jsonLines(options),
  });
  let isOpen = true;
  let isBroken = false;
  // Without a listener the error would be a bug of its own, whose log line would be the next error, without end.
  stream.on('error', () => {
    isOpen = false;
    if (!isBroken) {
      isBroken = true;
      onBroken();
    }
  });
  const write =
    (name: keyof typeof levels) =>
    (event: string, fields: LogFields = {}): void => {
      // winston throws at whoever logs too late, and that would be a bug on the way out.
      if (isOpen) {
        logger.log(name, event, { fields });
      }
    };
  return {
    announce: write('announce'),
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    drain: async () => {
      isOpen = false;
      if (isBroken) {
        return;
      }
      // winston hands lines to its transports asynchronously; leaving before that loses them on a pipe.
      await new Promise<void>((resolve) => {
        logger.on('finish', () => resolve());
        logger.end();
      });
      await flushed(stream);
    },
  };
};
