import { z } from 'zod';
import { callHeader, expectedAction } from './call-header.ts';
import { environmentSchema } from './orchestrator.ts';

/** An address with its prefix in canonical form, as `1.2.3.4/32` or `2001:db8::1/128`; the function looks closer. */
const addressSchema = z.string().regex(/^[0-9a-fA-F:.]+\/\d{1,3}$/, {
  error: 'expected an IP address with a prefix, as "1.2.3.4/32"',
});

/** 365 days: the longest that an address may be let in. */
const longestTtl = 365 * 24 * 60;

const ttlSchema = z.int().min(1).max(longestTtl);

const count = z.int().nonnegative();

const subject = { ...callHeader, ip_address: addressSchema, environment: environmentSchema };

const addRequestSchema = z.strictObject({
  action: z.literal('add'),
  ...subject,
  ttl_minutes: ttlSchema,
  description: z.string().max(200).optional(),
});

const extendRequestSchema = z.strictObject({
  action: z.literal('extend'),
  ...subject,
  ttl_minutes: ttlSchema,
});

const removeRequestSchema = z.strictObject({ action: z.literal('remove'), ...subject });

const listRequestSchema = z.strictObject({
  action: z.literal('list'),
  ...callHeader,
  environment: environmentSchema.optional(),
  /** Answers what has ended too. */
  ended: z.literal(true).optional(),
});

const refreshRequestSchema = z.strictObject({
  action: z.literal('refresh'),
  ...callHeader,
  environment: environmentSchema,
});

const expireRequestSchema = z.strictObject({ action: z.literal('expire'), ...callHeader });

const instant = z.iso.datetime();

const entrySchema = z.strictObject({
  ip_address: addressSchema,
  environment: environmentSchema,
  /** ISO 8601, UTC. */
  expires_at: instant,
  /** Empty where nobody gave one. */
  description: z.string(),
  /** The Slack id of whoever added it: the owner. */
  added_by: z.string().min(1),
  added_at: instant,
});

/** An address that is let in until `expires_at`. */
export type WhitelistEntry = z.infer<typeof entrySchema>;

/** An address that is not let in any more. */
const endedEntrySchema = entrySchema.extend({
  how: z.enum(['removed', 'expired']),
  /** By which operation of somebody's it was changed last; where it was removed, that removal. */
  operation_id: z.string().min(1),
});

/** See the schema: an address that is not let in any more. */
export type EndedEntry = z.infer<typeof endedEntrySchema>;

/** `synced: false`: the table has it, the security groups do not yet; the minute schedule sees to it. */
const entryResponseSchema = z.strictObject({
  success: z.literal(true),
  entry: entrySchema,
  synced: z.literal(false).optional(),
});

const removeResponseSchema = z.strictObject({
  success: z.literal(true),
  removed: z.literal(true),
  synced: z.literal(false).optional(),
});

const listResponseSchema = z.strictObject({
  success: z.literal(true),
  entries: z.array(entrySchema),
  /** Where asked for: what ended lately, for at least seven days; of each address in an environment the last entry. */
  ended: z.array(endedEntrySchema).optional(),
});

/** Counts of rules, over all groups of the environment. `unmanaged`: rules on our ports that are not ours. */
const refreshResponseSchema = z.strictObject({
  success: z.literal(true),
  added: count,
  removed: count,
  unmanaged: count,
});

/**
 * `expired`: what expired within the last day, also if an earlier call said so already, so that no one's loss of an answer loses
 * the news. `expiring`: what ends within its notice, a tenth of its time to live but at least a minute and at most a day.
 */
const expireResponseSchema = z.strictObject({
  success: z.literal(true),
  expired: z.array(entrySchema),
  expiring: z.array(entrySchema),
});

/** What the whitelist function does, by action. `reading`: the action changes nothing. */
export const ipWhitelistActions = {
  add: { request: addRequestSchema, response: entryResponseSchema, reading: false },
  extend: { request: extendRequestSchema, response: entryResponseSchema, reading: false },
  remove: { request: removeRequestSchema, response: removeResponseSchema, reading: false },
  list: { request: listRequestSchema, response: listResponseSchema, reading: true },
  refresh: { request: refreshRequestSchema, response: refreshResponseSchema, reading: false },
  expire: { request: expireRequestSchema, response: expireResponseSchema, reading: false },
} as const;

/** Any call of the whitelist function. */
export const ipWhitelistRequestSchema = z.discriminatedUnion(
  'action',
  [
    addRequestSchema,
    extendRequestSchema,
    removeRequestSchema,
    listRequestSchema,
    refreshRequestSchema,
    expireRequestSchema,
  ],
  { error: expectedAction(...Object.keys(ipWhitelistActions)) },
);
