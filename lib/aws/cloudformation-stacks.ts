import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { StackState } from '../environment/cloud.ts';
import { readAwsError, unlessThere } from './aws-error.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import type { StackConfiguration } from './orchestrator-configuration.ts';
import { readTags, tagKeys, whyForeign } from './resource-tags.ts';

/** Says that there is no stack of a name: a ValidationError, told apart from others by its words alone. */
const isAbsence = (caught: unknown): boolean =>
  readAwsError(caught).name === 'ValidationError' &&
  readAwsError(caught).reason.endsWith('does not exist');

const unlessAbsent = async <T>(work: Promise<T>, instead: T): Promise<T> => {
  try {
    return await work;
  } catch (caught) {
    if (isAbsence(caught)) {
      return instead;
    }
    throw caught;
  }
};

const findStack = (client: CloudFormationClient, name: string): Promise<Stack | undefined> =>
  unlessAbsent(
    client
      .send(new DescribeStacksCommand({ StackName: name }))
      .then(({ Stacks = [] }) =>
        Stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE'),
      ),
    undefined,
  );

/** The types of what a stack and its nested stacks hold. */
const resourceTypes = async (
  client: CloudFormationClient,
  StackName: string,
): Promise<readonly string[]> => {
  const types: string[] = [];
  const nested: string[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const resource of page.StackResourceSummaries ?? []) {
      if (resource.ResourceStatus !== 'DELETE_COMPLETE') {
        const { ResourceType = 'unknown', PhysicalResourceId } = resource;
        types.push(ResourceType);
        if (ResourceType === 'AWS::CloudFormation::Stack' && PhysicalResourceId) {
          nested.push(PhysicalResourceId);
        }
      }
    }
  }
  const ofNested = await Promise.all(
    nested.map((id) => unlessAbsent(resourceTypes(client, id), [])),
  );
  return [...new Set([...types, ...ofNested.flat()])].toSorted();
};

/** The first failure since the last operation on the stack began: where a stack was rolled back, that is why. */
const firstFailure = async (
  client: CloudFormationClient,
  StackName: string,
): Promise<string | undefined> => {
  let reason: string | undefined;
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName })) {
    for (const {
      ResourceStatus,
      ResourceStatusReason,
      LogicalResourceId,
      ...event
    } of StackEvents) {
      if (ResourceStatus?.endsWith('_FAILED') && ResourceStatusReason) {
        reason = `${LogicalResourceId ?? 'a resource'}: ${ResourceStatusReason}`;
      }
      const isBeginning = event.PhysicalResourceId === event.StackId;
      if (isBeginning && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(ResourceStatus ?? '')) {
        return reason;
      }
    }
  }
  return reason;
};

const reasonOf = async (
  client: CloudFormationClient,
  { StackName = '', StackStatus, StackStatusReason }: Stack,
): Promise<string | undefined> => {
  const hasFailed = /_FAILED$|ROLLBACK_COMPLETE$/.test(StackStatus ?? '');
  return hasFailed
    ? ((await unlessAbsent(firstFailure(client, StackName), undefined)) ?? StackStatusReason)
    : undefined;
};

/** The stack of the configuration of this environment as it is now; `ABSENT` where there is none. */
export const describeStack = async (
  { stacks: client }: OrchestratorClients,
  environment: string,
  { name, snapshot_parameters: parameters }: StackConfiguration,
): Promise<StackState> => {
  const stack = await findStack(client, name);
  const common = { name, databases: Object.keys(parameters) };
  if (stack === undefined) {
    return { ...common, status: 'ABSENT', resourceTypes: [], terminationProtected: false };
  }
  const [types, statusReason] = await Promise.all([
    unlessAbsent(resourceTypes(client, name), []),
    reasonOf(client, stack),
  ]);
  const exempt = whyForeign(readTags(stack.Tags), environment);
  return {
    ...common,
    status: stack.StackStatus ?? 'unknown',
    ...(statusReason === undefined ? {} : { statusReason }),
    resourceTypes: types,
    terminationProtected: stack.EnableTerminationProtection ?? false,
    ...(exempt === undefined ? {} : { exempt }),
  };
};

/** One token for each request: an operation has several stacks, and CloudFormation wants a token to be unique. */
const tokenOf = (operationId: string, stack: string): string => `${operationId}-${stack}`;

/** Begins to delete a stack: once for each operation, however often it is sent. */
export const deleteStack = async (
  { stacks }: OrchestratorClients,
  StackName: string,
  operationId: string,
): Promise<void> => {
  const ClientRequestToken = tokenOf(operationId, StackName);
  await unlessThere(stacks.send(new DeleteStackCommand({ StackName, ClientRequestToken })));
};

/** Begins to create a stack from its template and parameters; one of that name counts as created. */
export const createStack = async (
  { stacks }: OrchestratorClients,
  environment: string,
  stack: StackConfiguration,
  snapshots: Readonly<Record<string, string>>,
  operationId: string,
): Promise<void> => {
  const ofSnapshots = Object.entries(stack.snapshot_parameters).flatMap(([database, parameter]) => {
    const snapshot = snapshots[database];
    return snapshot === undefined ? [] : [[parameter, snapshot] as const];
  });
  const parameters = { ...stack.parameters, ...Object.fromEntries(ofSnapshots) };
  const command = new CreateStackCommand({
    StackName: stack.name,
    TemplateURL: stack.template_url,
    Capabilities: [...stack.capabilities],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: [
      { Key: tagKeys.environment, Value: environment },
      { Key: tagKeys.operation, Value: operationId },
    ],
    ClientRequestToken: tokenOf(operationId, stack.name),
  });
  await unlessThere(stacks.send(command));
};
