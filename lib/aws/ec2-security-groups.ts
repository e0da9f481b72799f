import type { EC2Client } from '@aws-sdk/client-ec2';
import { fail, type Result, succeed } from '../kernel/result.ts';
import type { GroupFailure, SecurityGroups } from '../whitelist/security-groups.ts';
import { readAwsError } from './aws-error.ts';
import { authorizeRules, revokeRules } from './ec2-change-rules.ts';
import { describeGroups } from './ec2-describe-groups.ts';
import type { WhitelistConfiguration } from './whitelist-configuration.ts';

const groupFailureOf = (caught: unknown): GroupFailure => {
  const { kind, reason } = readAwsError(caught);
  return { kind: kind === 'full' || kind === 'unavailable' ? kind : 'refused', reason };
};

const attempt = async <T>(work: Promise<T>): Promise<Result<T, GroupFailure>> => {
  try {
    return succeed(await work);
  } catch (caught) {
    return fail(groupFailureOf(caught));
  }
};

/** The security groups of the configuration in EC2. A rule is ours if it has the tag `chatops:managed=true`. */
export const createEc2SecurityGroups = (
  client: EC2Client,
  { environments }: Pick<WhitelistConfiguration, 'environments'>,
): SecurityGroups => {
  const configured = new Map(Object.entries(environments));
  const groups = new Set([...configured.values()].flatMap((each) => each.security_groups));
  const change = async (
    group: string,
    work: () => Promise<void>,
  ): Promise<Result<undefined, GroupFailure>> =>
    groups.has(group)
      ? attempt(work().then(() => undefined))
      : fail({ kind: 'refused', reason: `${group} is not in the configuration` });
  return {
    environments: [...configured.keys()],
    describe: async (environment) => {
      const configuration = configured.get(environment);
      return configuration === undefined
        ? fail({ kind: 'refused', reason: `there is no environment ${environment}` })
        : attempt(describeGroups(client, configuration));
    },
    authorize: (group, rules) => change(group, () => authorizeRules(client, group, rules)),
    revoke: (group, ids) => change(group, () => revokeRules(client, group, ids)),
  };
};
