import { z } from 'zod';
import type { Millis } from '../../lib/kernel/clock.ts';
import { parseDuration } from '../../lib/kernel/duration.ts';
import { nobody, peopleSettings } from './people-settings.ts';

const duration = z
  .string({ error: 'expected a duration, as 15m, 4h or 30d' })
  .transform((written, context) => {
    const parsed = parseDuration(written);
    if (!parsed.ok) {
      context.addIssue({ code: 'custom', message: parsed.error });
      return z.NEVER;
    }
    return parsed.value;
  });

const somebody = peopleSettings.refine(
  ({ users, usergroups }) => users.length + usergroups.length > 0,
  { error: 'expected at least one of users or usergroups' },
);

/** The rungs that a waiting request climbs, lowest first: each must come before the next that is set. */
const checkOrder = (
  {
    reminder,
    escalation,
    expiry,
  }: {
    readonly reminder?: Millis;
    readonly escalation?: { readonly after: Millis };
    readonly expiry?: Millis;
  },
  context: z.RefinementCtx,
): void => {
  const rungs = [
    { path: ['reminder'], time: reminder },
    { path: ['escalation', 'after'], time: escalation?.after },
    { path: ['expiry'], time: expiry },
  ].flatMap(({ path, time }) => (typeof time === 'number' ? [{ path, time }] : []));
  rungs.forEach(({ path, time }, index) => {
    const next = rungs[index + 1];
    if (next !== undefined && time >= next.time) {
      const message = `expected less than approval.${next.path.join('.')}, which comes after it`;
      context.addIssue({ code: 'custom', path, message });
    }
  });
};

/**
 * `approval` of the configuration file. Durations in milliseconds, each from when the request began to wait: when approvers are
 * reminded, when others are asked too and who, and when it is given up; a rung that is not set is never climbed. And who may break
 * the glass.
 */
export const approvalSettings = z
  .strictObject({
    reminder: duration.exactOptional(),
    escalation: z.strictObject({ after: duration, to: somebody }).exactOptional(),
    expiry: duration.exactOptional(),
    break_glass: peopleSettings.default(nobody),
  })
  .superRefine(checkOrder, {
    // Also beside other problems, so that all are told at once; what is wrong is no number then.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .default(() => ({ break_glass: nobody() }));

/** When waiting requests are brought forward, and who may pass approvals over. */
export type ApprovalSettings = z.infer<typeof approvalSettings>;
