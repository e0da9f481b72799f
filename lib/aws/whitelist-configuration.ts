import { z } from 'zod';
import { environmentSchema } from '../contract/orchestrator.ts';
import { defaultAddressRules } from '../whitelist/address.ts';

const environmentGroupsSchema = z.strictObject({
  security_groups: z.array(z.string().regex(/^sg-[0-9a-f]{8,17}$/)).min(1),
  /** Inbound rules of each IP family that each group may have: the account's quota, 60 unless AWS was asked for more. */
  rule_limit: z.int().min(1).max(1000).default(60),
});

/** What the whitelist function looks after: the value of IP_WHITELIST_CONFIG_JSON. */
export const whitelistConfigurationSchema = z.strictObject({
  environments: z.record(environmentSchema, environmentGroupsSchema),
  /** The name of the DynamoDB table of entries. */
  table: z.string().min(1),
  /** The widest range that is let in, as the length of its prefix. */
  min_prefix_v4: z.int().min(8).max(32).default(defaultAddressRules.minPrefixV4),
  min_prefix_v6: z.int().min(16).max(128).default(defaultAddressRules.minPrefixV6),
  /** Ranges that are let in although nothing comes from them over the internet. */
  allow_ranges: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
});

/** See {@link whitelistConfigurationSchema}. */
export type WhitelistConfiguration = z.infer<typeof whitelistConfigurationSchema>;
