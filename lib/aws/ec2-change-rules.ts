import {
  AuthorizeSecurityGroupIngressCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { WantedRule } from '../whitelist/security-groups.ts';
import { readAwsError } from './aws-error.ts';
import { tagKeys } from './resource-tags.ts';

/** EC2 applies all of a request or nothing; small ones fail small. */
const changedAtOnce = 20;

const toPermission = ({ address, port, description: Description }: WantedRule): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  ...(address.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: address, Description }] }
    : { IpRanges: [{ CidrIp: address, Description }] }),
});

const authorizeBatch = async (
  client: EC2Client,
  GroupId: string,
  rules: readonly WantedRule[],
): Promise<void> => {
  await client.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: rules.map(toPermission),
      TagSpecifications: [
        { ResourceType: 'security-group-rule', Tags: [{ Key: tagKeys.managed, Value: 'true' }] },
      ],
    }),
  );
};

const revokeBatch = async (
  client: EC2Client,
  GroupId: string,
  ids: readonly string[],
): Promise<void> => {
  const SecurityGroupRuleIds = [...ids];
  await client.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));
};

/**
 * Changes in small batches. Where one of a batch is done already EC2 does nothing of it: then one by one, and what is done already
 * (its code is `done`) counts.
 */
const changeEach = async <T>(
  items: readonly T[],
  change: (batch: readonly T[]) => Promise<void>,
  done: string,
): Promise<void> => {
  const unlessDone = async (batch: readonly T[]): Promise<boolean> => {
    try {
      await change(batch);
      return true;
    } catch (caught) {
      if (readAwsError(caught).name === done) {
        return false;
      }
      throw caught;
    }
  };
  for (let start = 0; start < items.length; start += changedAtOnce) {
    const batch = items.slice(start, start + changedAtOnce);
    if (!(await unlessDone(batch)) && batch.length > 1) {
      for (const item of batch) {
        await unlessDone([item]);
      }
    }
  }
};

/** Makes rules that carry the tag `chatops:managed=true`; those that are there already count as made. */
export const authorizeRules = (
  client: EC2Client,
  group: string,
  rules: readonly WantedRule[],
): Promise<void> =>
  changeEach(rules, (batch) => authorizeBatch(client, group, batch), 'InvalidPermission.Duplicate');

/** Revokes rules by their ids; those that are gone count as revoked. */
export const revokeRules = (
  client: EC2Client,
  group: string,
  ids: readonly string[],
): Promise<void> =>
  changeEach(
    ids,
    (batch) => revokeBatch(client, group, batch),
    'InvalidSecurityGroupRuleId.NotFound',
  );
