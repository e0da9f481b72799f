import { EC2Client } from '@aws-sdk/client-ec2';
import { clientSettings } from '../../lib/aws/client-settings.ts';
import { createEc2SecurityGroups } from '../../lib/aws/ec2-security-groups.ts';
import type { SecurityGroups } from '../../lib/whitelist/security-groups.ts';
import type { GroupRule } from './aws-model.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

/** The one group that there is. */
export const groupId = 'sg-0123456789abcdef0';

/** The security groups of EC2 over the fake endpoint. */
export interface Ec2Bench {
  readonly aws: FakeAws;
  readonly groups: SecurityGroups;
  /** Puts a rule into the group by other hands. */
  readonly addRule: (rule: Partial<GroupRule>) => void;
  readonly dispose: () => Promise<void>;
}

/** Starts an account with one group of dev that has no inbound rules, and the outbound one that AWS gives it. */
export const startSecurityGroups = async (requestTimeout = 10_000): Promise<Ec2Bench> => {
  const aws = await startFakeAws(() => 0);
  const { model } = aws;
  const addRule = (rule: Partial<GroupRule>): void => {
    const common = { isEgress: false, protocol: 'tcp', from: 443, to: 443, description: '' };
    const added = { ...common, tags: {}, id: model.nextId('sgr-'), ...rule };
    model.groups.get(groupId)?.rules.push(added);
  };
  model.groups.set(groupId, { id: groupId, limit: 60, rules: [] });
  addRule({ isEgress: true, protocol: '-1', from: -1, to: -1, v4: '0.0.0.0/0' });
  const client = new EC2Client(clientSettings({ ...aws.client, requestTimeout }));
  const environments = { dev: { security_groups: [groupId], rule_limit: 60 } };
  return {
    aws,
    groups: createEc2SecurityGroups(client, { environments }),
    addRule,
    dispose: async () => {
      client.destroy();
      await aws.close();
    },
  };
};
