import { AwsFault } from './aws-fault.ts';
import type { AwsModel, Stack } from './aws-model.ts';
import { createStackAction, deleteStackAction } from './cloudformation-changes.ts';
import { createQueryService, type FakeService, type QueryAction } from './fake-service.ts';
import { findStack } from './find-stack.ts';
import { pageOf } from './paging.ts';
import type { Xml } from './write-xml.ts';

const shown = (stack: Stack): Xml => ({
  StackId: stack.id,
  StackName: stack.name,
  StackStatus: stack.status,
  StackStatusReason: stack.reason,
  CreationTime: '2026-01-01T00:00:00Z',
  EnableTerminationProtection: stack.isProtected,
  Tags: { member: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })) },
});

const needStack = (model: AwsModel, name: string): Stack => {
  const stack = findStack(model, name);
  if (stack === undefined) {
    throw new AwsFault('ValidationError', `Stack with id ${name} does not exist`);
  }
  return stack;
};

const describeStacks = (model: AwsModel): QueryAction => ({
  parameters: ['StackName', 'NextToken'],
  run: (form) => ({ Stacks: { member: [shown(needStack(model, form.need('StackName')))] } }),
});

const listResources = (model: AwsModel): QueryAction => ({
  parameters: ['StackName', 'NextToken'],
  run: (form) => {
    const { resources } = needStack(model, form.need('StackName'));
    const { items, next } = pageOf(resources, form.get('NextToken'), model.pageSize);
    const member = items.map((each) => ({
      ResourceType: each.type,
      LogicalResourceId: each.logicalId,
      PhysicalResourceId: each.physicalId,
      ResourceStatus: each.status,
      LastUpdatedTimestamp: '2026-01-01T00:00:00Z',
    }));
    return { StackResourceSummaries: { member }, NextToken: next };
  },
});

const describeEvents = (model: AwsModel): QueryAction => ({
  parameters: ['StackName', 'NextToken'],
  run: (form) => {
    const stack = needStack(model, form.need('StackName'));
    const { items, next } = pageOf(
      stack.events.toReversed(),
      form.get('NextToken'),
      model.pageSize,
    );
    const member = items.map((event) => ({
      StackId: stack.id,
      StackName: stack.name,
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
      Timestamp: '2026-01-01T00:00:00Z',
    }));
    return { StackEvents: { member }, NextToken: next };
  },
});

/** AWS CloudFormation: stacks from the templates of the model. */
export const createCloudFormation = (model: AwsModel): FakeService =>
  createQueryService({
    DescribeStacks: describeStacks(model),
    ListStackResources: listResources(model),
    DescribeStackEvents: describeEvents(model),
    DeleteStack: deleteStackAction(model),
    CreateStack: createStackAction(model),
  });
