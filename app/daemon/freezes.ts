import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Freeze } from '../../lib/operation/freeze.ts';

const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

const wallClock = z.string().regex(localTime, {
  error: 'expected a local time without an offset, as 2026-12-23T00:00',
});

const names = z
  .array(z.string().min(1))
  .min(1, { error: 'expected at least one; leave it out to mean all' });

/** A freeze in the configuration file: wall-clock times of a time zone. */
export const freezeSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    from: wallClock,
    to: wallClock,
    time_zone: z.string().default('UTC'),
    environments: names.optional(),
    operations: names.optional(),
    reason: z.string().min(1).max(300),
  })
  .transform((freeze, context): Freeze => {
    const zone = { zone: freeze.time_zone };
    const from = DateTime.fromISO(freeze.from, zone);
    const to = DateTime.fromISO(freeze.to, zone);
    const complain = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (from.invalidReason === 'unsupported zone') {
      complain('time_zone', 'expected a time zone of the IANA database, as Europe/Berlin');
    } else if (!from.isValid || !to.isValid) {
      complain(from.isValid ? 'to' : 'from', 'expected a time that there is, as 2026-12-23T00:00');
    } else if (to <= from) {
      complain('to', 'expected a time after from');
    }
    return {
      name: freeze.name,
      from: from.toMillis(),
      to: to.toMillis(),
      until: `${freeze.to.replace('T', ' ')} ${freeze.time_zone}`,
      environments: freeze.environments,
      operations: freeze.operations,
      reason: freeze.reason,
    };
  });
