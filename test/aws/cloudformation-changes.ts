import { AwsFault } from './aws-fault.ts';
import type { AwsModel, Stack, Template } from './aws-model.ts';
import type { QueryAction } from './fake-service.ts';
import { findStack } from './find-stack.ts';
import type { QueryForm } from './query-form.ts';

/** How long a stack takes to be created or deleted. */
const stackTime = 300_000;

const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message);

const happen = (stack: Stack, status: string, reason?: string): void => {
  stack.status = status;
  stack.reason = reason;
  const event = { logicalId: stack.name, physicalId: stack.id, status };
  stack.events.push(reason === undefined ? event : { ...event, reason });
};

const fail = (stack: Stack, logicalId: string, status: string, reason: string): void => {
  stack.events.push({ logicalId, physicalId: '', status, reason });
};

const targetName = (cluster: string, name: string): string => `service/${cluster}/${name}`;

const removeServices = ({ clusters, targets }: AwsModel, stack: Stack): void => {
  for (const [cluster, services] of clusters) {
    const left = services.filter(({ name }) => !stack.services.includes(`${cluster}/${name}`));
    services
      .filter((service) => !left.includes(service))
      .forEach(({ name }) => targets.delete(targetName(cluster, name)));
    clusters.set(cluster, left);
  }
};

const addServices = ({ clusters, targets }: AwsModel, { services }: Template): void => {
  for (const { service, target } of services) {
    const { cluster, name } = service;
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), structuredClone(service)]);
    if (target !== undefined) {
      targets.set(targetName(cluster, name), structuredClone(target));
    }
  }
};

const finishDeletion = (model: AwsModel, stack: Stack): void => {
  const { stuck } = stack;
  for (const resource of stack.resources) {
    resource.status = resource.logicalId === stuck?.logicalId ? 'DELETE_FAILED' : 'DELETE_COMPLETE';
  }
  for (const id of stack.databases) {
    model.instances.delete(id);
    model.dbClusters.delete(id);
  }
  removeServices(model, stack);
  if (stuck === undefined) {
    happen(stack, 'DELETE_COMPLETE');
    return;
  }
  fail(stack, stuck.logicalId, 'DELETE_FAILED', stuck.reason);
  const reason = `The following resource(s) failed to delete: [${stuck.logicalId}].`;
  happen(stack, 'DELETE_FAILED', reason);
};

/** DeleteStack: a stack that is not there is no error, and one that is being changed is. */
export const deleteStackAction = (model: AwsModel): QueryAction => ({
  parameters: ['StackName', 'ClientRequestToken'],
  run: (form) => {
    const stack = findStack(model, form.need('StackName'));
    const token = form.get('ClientRequestToken') ?? model.nextId('token-');
    if (stack === undefined || stack.status === 'DELETE_IN_PROGRESS' || stack.tokens.has(token)) {
      return {};
    }
    if (stack.isProtected) {
      throw invalid(
        `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
      );
    }
    if (stack.status.startsWith('UPDATE') && stack.status.endsWith('_IN_PROGRESS')) {
      throw invalid(`Stack [${stack.name}] is in ${stack.status} state and can not be deleted.`);
    }
    stack.tokens.add(token);
    happen(stack, 'DELETE_IN_PROGRESS', 'User Initiated');
    model.later(stackTime, () => finishDeletion(model, stack));
    return {};
  },
});

const readPairs = (form: QueryForm, list: string, key: string, value: string) =>
  Object.fromEntries(form.members(list).map((each) => [each.need(key), each.get(value) ?? '']));

const checkTemplate = (
  template: Template | undefined,
  parameters: Readonly<Record<string, string>>,
  capabilities: readonly string[],
): Template => {
  if (template === undefined) {
    throw invalid('S3 error: Access Denied');
  }
  const unknown = Object.keys(parameters).filter((name) => !template.parameters.includes(name));
  if (unknown.length > 0) {
    throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  if (template.capabilities.some((needed) => !capabilities.includes(needed))) {
    throw new AwsFault(
      'InsufficientCapabilitiesException',
      `Requires capabilities : [${template.capabilities.join(', ')}]`,
    );
  }
  return template;
};

const finishCreation = (model: AwsModel, stack: Stack, template: Template): void => {
  for (const [id, parameter] of Object.entries(template.databases)) {
    const snapshot = stack.parameters[parameter] ?? '';
    const isThere = model.snapshots.some((each) => each.id === snapshot);
    if (snapshot !== '' && !isThere) {
      fail(stack, id, 'CREATE_FAILED', `DBSnapshot not found: ${snapshot}`);
      happen(stack, 'ROLLBACK_COMPLETE');
      return;
    }
    const tags = { ...stack.tags };
    model.instances.set(id, { id, status: 'available', engine: 'postgres', tags, more: {} });
  }
  addServices(model, template);
  for (const resource of stack.resources) {
    resource.status = 'CREATE_COMPLETE';
  }
  happen(stack, 'CREATE_COMPLETE');
};

const creationParameters = [
  'StackName',
  'TemplateURL',
  'Parameters.member.N.ParameterKey',
  'Parameters.member.N.ParameterValue',
  'Capabilities.member.N',
  // The SDK sends a list without members so.
  'Parameters',
  'Capabilities',
  'Tags.member.N.Key',
  'Tags.member.N.Value',
  'ClientRequestToken',
];

/** CreateStack: the same token is the same request; another one for a name that is taken is refused. */
export const createStackAction = (model: AwsModel): QueryAction => ({
  parameters: creationParameters,
  run: (form) => {
    const name = form.need('StackName');
    const token = form.need('ClientRequestToken');
    const existing = findStack(model, name);
    if (existing?.tokens.has(token) === true) {
      return { StackId: existing.id };
    }
    if (existing !== undefined) {
      throw new AwsFault('AlreadyExistsException', `Stack [${name}] already exists`);
    }
    const parameters = readPairs(form, 'Parameters.member', 'ParameterKey', 'ParameterValue');
    const template = checkTemplate(
      model.templates.get(form.need('TemplateURL')),
      parameters,
      form.values('Capabilities.member'),
    );
    const id = `arn:aws:cloudformation:eu-central-1:${model.account}:stack/${name}/${model.nextId('')}`;
    const stack: Stack = {
      id,
      name,
      status: '',
      reason: undefined,
      isProtected: false,
      tags: readPairs(form, 'Tags.member', 'Key', 'Value'),
      parameters,
      resources: template.resources.map((each) => ({ ...each, status: 'CREATE_IN_PROGRESS' })),
      events: [],
      databases: Object.keys(template.databases),
      services: template.services.map(({ service }) => `${service.cluster}/${service.name}`),
      stuck: undefined,
      tokens: new Set([token]),
    };
    model.stacks.push(stack);
    happen(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
    model.later(stackTime, () => finishCreation(model, stack, template));
    return { StackId: stack.id };
  },
});
