import { AwsFault } from './aws-fault.ts';
import type { AwsModel, Group, GroupRule } from './aws-model.ts';
import { createEc2Service, type FakeService, type QueryAction } from './fake-service.ts';
import { pageOf } from './paging.ts';
import type { QueryForm } from './query-form.ts';
import type { Xml } from './write-xml.ts';

const needGroup = (model: AwsModel, id: string): Group => {
  const group = model.groups.get(id);
  if (group === undefined) {
    throw new AwsFault('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  }
  return group;
};

const shown = (group: Group, rule: GroupRule): Xml => ({
  securityGroupRuleId: rule.id,
  groupId: group.id,
  isEgress: rule.isEgress,
  ipProtocol: rule.protocol,
  fromPort: rule.from,
  toPort: rule.to,
  cidrIpv4: rule.v4,
  cidrIpv6: rule.v6,
  referencedGroupInfo: rule.otherGroup === undefined ? undefined : { groupId: rule.otherGroup },
  description: rule.description,
  tagSet: { item: Object.entries(rule.tags).map(([key, value]) => ({ key, value })) },
});

const describeRules = (model: AwsModel): QueryAction => ({
  parameters: ['Filter.N.Name', 'Filter.N.Value.N', 'MaxResults', 'NextToken'],
  run: (form) => {
    const asked = Number(form.get('MaxResults') ?? '1000');
    if (asked < 5 || asked > 1000) {
      throw new AwsFault('InvalidParameterValue', 'MaxResults must be between 5 and 1000');
    }
    const ids = form.members('Filter').flatMap((filter) => {
      if (filter.need('Name') !== 'group-id') {
        throw new AwsFault(
          'InvalidParameterValue',
          `The filter '${filter.need('Name')}' is invalid`,
        );
      }
      return filter.values('Value');
    });
    const found = ids
      .map((id) => needGroup(model, id))
      .flatMap((group) => group.rules.map((rule) => shown(group, rule)));
    const { items, next } = pageOf(
      found,
      form.get('NextToken'),
      Math.max(model.pageSize, 5),
      asked,
    );
    return { securityGroupRuleSet: { item: items }, nextToken: next };
  },
});

const ranges = ['IpRanges.N.CidrIp', 'Ipv6Ranges.N.CidrIpv6'];
const descriptions = ['IpRanges.N.Description', 'Ipv6Ranges.N.Description'];

/** API reference, IpRange: up to 255 of these characters. */
const allowedDescription = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

const readDescription = (form: QueryForm): string => {
  const description = form.get('Description') ?? '';
  if (!allowedDescription.test(description)) {
    throw new AwsFault('InvalidParameterValue', 'Invalid rule description.');
  }
  return description;
};

const readTags = (form: QueryForm): Record<string, string> => {
  const [specification, more] = form.members('TagSpecification');
  if (specification === undefined) {
    return {};
  }
  if (more !== undefined || specification.need('ResourceType') !== 'security-group-rule') {
    throw new AwsFault('InvalidParameterValue', 'only security-group-rule can be tagged here');
  }
  return Object.fromEntries(
    specification.members('Tag').map((tag) => [tag.need('Key'), tag.need('Value')] as const),
  );
};

const readRules = (model: AwsModel, form: QueryForm): readonly GroupRule[] =>
  form.members('IpPermissions').flatMap((permission) => {
    const common = {
      isEgress: false,
      protocol: permission.need('IpProtocol'),
      from: Number(permission.need('FromPort')),
      to: Number(permission.need('ToPort')),
      tags: readTags(form),
    };
    const ofV4 = permission.members('IpRanges').map((range) => ({
      v4: range.need('CidrIp'),
      description: readDescription(range),
    }));
    const ofV6 = permission.members('Ipv6Ranges').map((range) => ({
      v6: range.need('CidrIpv6'),
      description: readDescription(range),
    }));
    return [...ofV4, ...ofV6].map((each) => ({ ...common, ...each, id: model.nextId('sgr-') }));
  });

const samenessOf = ({ isEgress, protocol, from, to, v4, v6, otherGroup }: GroupRule): string =>
  JSON.stringify([isEgress, protocol, from, to, v4, v6, otherGroup]);

/** All of them or none. */
const addRules = (group: Group, rules: readonly GroupRule[]): void => {
  const after = [...group.rules, ...rules];
  if (new Set(after.map(samenessOf)).size < after.length) {
    throw new AwsFault('InvalidPermission.Duplicate', 'the specified rule already exists');
  }
  const inbound = after.filter(({ isEgress }) => !isEgress);
  const count = Math.max(
    inbound.filter(({ v6 }) => v6 === undefined).length,
    inbound.filter(({ v4 }) => v4 === undefined).length,
  );
  if (count > group.limit) {
    throw new AwsFault(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  group.rules = after;
};

const authorize = (model: AwsModel): QueryAction => ({
  parameters: [
    'GroupId',
    ...['IpProtocol', 'FromPort', 'ToPort', ...ranges, ...descriptions].map(
      (name) => `IpPermissions.N.${name}`,
    ),
    'TagSpecification.N.ResourceType',
    'TagSpecification.N.Tag.N.Key',
    'TagSpecification.N.Tag.N.Value',
  ],
  run: (form) => {
    const group = needGroup(model, form.need('GroupId'));
    const rules = readRules(model, form);
    addRules(group, rules);
    const item = rules.map((rule) => shown(group, rule));
    return { return: true, securityGroupRuleSet: { item } };
  },
});

const revoke = (model: AwsModel): QueryAction => ({
  parameters: ['GroupId', 'SecurityGroupRuleId.N'],
  run: (form) => {
    const group = needGroup(model, form.need('GroupId'));
    const ids = form.values('SecurityGroupRuleId');
    const unknown = ids.find((id) => !group.rules.some((rule) => rule.id === id));
    if (ids.length === 0 || unknown !== undefined) {
      throw new AwsFault(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${unknown ?? ''}' does not exist`,
      );
    }
    group.rules = group.rules.filter(({ id }) => !ids.includes(id));
    return { return: true };
  },
});

/** Amazon EC2: the rules of security groups. */
export const createEc2 = (model: AwsModel): FakeService =>
  createEc2Service({
    DescribeSecurityGroupRules: describeRules(model),
    AuthorizeSecurityGroupIngress: authorize(model),
    RevokeSecurityGroupIngress: revoke(model),
  });
