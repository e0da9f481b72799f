import { z } from 'zod';
import { readAddress } from '../../lib/whitelist/address.ts';
import { defaultTtl, formatTtl, parseTtl } from '../../lib/whitelist/ttl.ts';

/** What the value is in canonical form, or the sentence as the problem. */
const readBy =
  (read: (text: string) => { ok: true; value: string } | { ok: false; error: string }) =>
  (text: string, context: z.RefinementCtx): string => {
    const result = read(text);
    if (!result.ok) {
      context.addIssue({ code: 'custom', message: result.error });
      return z.NEVER;
    }
    return result.value;
  };

const ttl = z.string({ error: 'expected a time to live, as 30d' }).transform(
  readBy((text) => {
    const minutes = parseTtl(text);
    return minutes.ok ? { ok: true, value: formatTtl(minutes.value) } : minutes;
  }),
);

const range = z
  .string({ error: 'expected a range, as 10.1.0.0/16' })
  .transform(readBy(readAddress));

const prefix = (least: number, most: number) =>
  z
    .int({ error: `expected a whole number from ${least} to ${most}` })
    .refine((value) => value >= least && value <= most, {
      error: `expected a whole number from ${least} to ${most}`,
    });

const noRanges: readonly string[] = [];

/**
 * `whitelist` of the configuration file: the usual time to live, the widest ranges (the bounds are those of the function's own
 * configuration), and ranges that are let in although nothing comes from them over the internet, in canonical form.
 */
export const whitelistSettings = z
  .strictObject({
    default_ttl: ttl.default(defaultTtl),
    min_prefix_v4: prefix(8, 32).default(24),
    min_prefix_v6: prefix(16, 128).default(64),
    allow_ranges: z.array(range).readonly().default(noRanges),
  })
  .default({
    default_ttl: defaultTtl,
    min_prefix_v4: 24,
    min_prefix_v6: 64,
    allow_ranges: noRanges,
  });
