import { readFileSync } from 'node:fs';
import { type Clock, type Millis, systemClock } from '../../lib/kernel/clock.ts';
import { createSkippingClock } from './skipping-clock.ts';

/** In the daemon's folder: by how many milliseconds its clock is ahead. */
export const aheadFile = 'clock-ahead';

const readAhead = (): Millis => {
  try {
    return Number(readFileSync(aheadFile, 'utf8'));
  } catch {
    // Nobody has set it forward yet.
    return 0;
  }
};

/** The clock of a daemon that is set forward by the file in its folder: at its start, and at SIGHUP, which it confirms by a line. */
export const clockByFile = (): Clock => {
  const clock = createSkippingClock(systemClock, readAhead());
  process.on('SIGHUP', () => {
    clock.setAhead(readAhead());
    process.stdout.write(`${JSON.stringify({ event: 'clock.ahead', ahead: readAhead() })}\n`);
  });
  return clock;
};
