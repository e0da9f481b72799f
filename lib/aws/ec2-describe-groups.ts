import {
  type EC2Client,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import ipaddr from 'ipaddr.js';
import type { IngressRule, SecurityGroup } from '../whitelist/security-groups.ts';
import { readTags, tagKeys } from './resource-tags.ts';
import type { WhitelistConfiguration } from './whitelist-configuration.ts';

type GroupsConfiguration = WhitelistConfiguration['environments'][string];

const readRules = async (
  client: EC2Client,
  groups: readonly string[],
): Promise<readonly SecurityGroupRule[]> => {
  const found: SecurityGroupRule[] = [];
  const Filters = [{ Name: 'group-id', Values: [...groups] }];
  const pages = paginateDescribeSecurityGroupRules({ client, pageSize: 500 }, { Filters });
  for await (const { SecurityGroupRules = [] } of pages) {
    found.push(...SecurityGroupRules.filter(({ IsEgress }) => IsEgress === false));
  }
  return found;
};

/** EC2 keeps IPv6 ranges as they were written; the whitelist compares canonical text. */
const canonical = (range: string): string => {
  const [address, prefix] = ipaddr.parseCIDR(range);
  return `${address.toString()}/${prefix}`;
};

/** A TCP rule from one range to one port, or undefined for every other rule. */
const toIngressRule = (rule: SecurityGroupRule): IngressRule | undefined => {
  const range = rule.CidrIpv4 ?? rule.CidrIpv6;
  const { SecurityGroupRuleId: id, FromPort: port, Description: description = '' } = rule;
  const isOnePort = rule.IpProtocol === 'tcp' && port !== undefined && port === rule.ToPort;
  if (range === undefined || id === undefined || !isOnePort) {
    return undefined;
  }
  const managed = readTags(rule.Tags).get(tagKeys.managed) === 'true';
  return { id, address: canonical(range), port, managed, description };
};

/** A rule that names a group or a prefix list and no range counts in both families. */
const countOthers = (rules: readonly SecurityGroupRule[]): SecurityGroup['otherRules'] => {
  const others = rules.filter((rule) => toIngressRule(rule) === undefined);
  return {
    v4: others.filter(({ CidrIpv6 }) => CidrIpv6 === undefined).length,
    v6: others.filter(({ CidrIpv4 }) => CidrIpv4 === undefined).length,
  };
};

/**
 * The groups of an environment, in the order of the configuration. A prefix list is counted as one rule, for what it counts EC2 does
 * not tell here; a group that is then full sooner than thought says so by itself.
 */
export const describeGroups = async (
  client: EC2Client,
  { security_groups: ids, rule_limit: ruleLimit }: GroupsConfiguration,
): Promise<readonly SecurityGroup[]> => {
  const all = await readRules(client, ids);
  return ids.map((id) => {
    const own = all.filter(({ GroupId }) => GroupId === id);
    const rules = own.flatMap((rule) => toIngressRule(rule) ?? []);
    return { id, rules, ruleLimit, otherRules: countOthers(own) };
  });
};
