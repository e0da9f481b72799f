import { z } from 'zod';
import { AwsFault } from './aws-fault.ts';
import type { AwsModel, EcsService } from './aws-model.ts';
import { createJsonService, type FakeService, jsonAction } from './fake-service.ts';
import { pageOf } from './paging.ts';

/** How long tasks take to start and to stop. */
const taskTime = 30_000;

const shortName = (name: string): string => name.split('/').at(-1) ?? name;

const servicesOf = (model: AwsModel, cluster: string): EcsService[] => {
  const services = model.clusters.get(shortName(cluster));
  if (services === undefined) {
    throw new AwsFault('ClusterNotFoundException', 'Cluster not found.');
  }
  return services;
};

const arnOf = (model: AwsModel, { cluster, name }: EcsService): string =>
  `arn:aws:ecs:eu-central-1:${model.account}:service/${cluster}/${name}`;

/** Sets the count of a service; its tasks follow. */
export const setCount = (model: AwsModel, service: EcsService, desired: number): void => {
  service.desired = desired;
  model.later(taskTime, () => {
    service.running = service.desired;
  });
};

const listServices = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      cluster: z.string(),
      nextToken: z.string().optional(),
      maxResults: z.int().min(1).max(100).optional(),
    }),
    ({ cluster, nextToken, maxResults }) => {
      const arns = servicesOf(model, cluster)
        .filter(({ status }) => status !== 'INACTIVE')
        .map((service) => arnOf(model, service));
      const { items, next } = pageOf(arns, nextToken, model.pageSize, maxResults);
      return { serviceArns: items, nextToken: next };
    },
  );

const shownService = (model: AwsModel, service: EcsService) => ({
  serviceArn: arnOf(model, service),
  serviceName: service.name,
  status: service.status,
  desiredCount: service.desired,
  runningCount: service.running,
  schedulingStrategy: service.strategy,
  tags: Object.entries(service.tags).map(([key, value]) => ({ key, value })),
});

const describeServices = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      cluster: z.string(),
      services: z.array(z.string()).min(1),
      include: z.array(z.literal('TAGS')).optional(),
    }),
    ({ cluster, services, include = [] }) => {
      if (services.length > 10) {
        throw new AwsFault('InvalidParameterException', 'services can have at most 10 items.');
      }
      const known = servicesOf(model, cluster);
      const found = services.map((name) => known.find((each) => each.name === shortName(name)));
      return {
        services: found.flatMap((service) => {
          if (service === undefined || service.hiddenBy !== undefined) {
            return [];
          }
          const { tags, ...rest } = shownService(model, service);
          return include.includes('TAGS') ? { ...rest, tags } : rest;
        }),
        failures: services.flatMap((arn, index) => {
          const service = found[index];
          const reason = service === undefined ? 'MISSING' : service.hiddenBy;
          return reason === undefined ? [] : { arn, reason };
        }),
      };
    },
  );

const findService = (model: AwsModel, cluster: string, name: string): EcsService => {
  const service = servicesOf(model, cluster).find((each) => each.name === shortName(name));
  if (service === undefined) {
    throw new AwsFault('ServiceNotFoundException', 'Service not found.');
  }
  return service;
};

const updateService = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      cluster: z.string(),
      service: z.string(),
      desiredCount: z.int().nonnegative(),
    }),
    ({ cluster, service: name, desiredCount }) => {
      const service = findService(model, cluster, name);
      if (service.status !== 'ACTIVE') {
        throw new AwsFault('ServiceNotActiveException', 'Service was not ACTIVE.');
      }
      if (service.strategy === 'DAEMON') {
        throw new AwsFault(
          'InvalidParameterException',
          'The daemon scheduling strategy does not support a desired count.',
        );
      }
      setCount(model, service, desiredCount);
      return { service: shownService(model, service) };
    },
  );

const tagResource = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      resourceArn: z.string(),
      tags: z
        .array(z.strictObject({ key: z.string().max(128), value: z.string().max(256) }))
        .min(1),
    }),
    ({ resourceArn, tags }) => {
      const service = [...model.clusters.values()]
        .flat()
        .find((each) => arnOf(model, each) === resourceArn);
      if (service === undefined) {
        throw new AwsFault('InvalidParameterException', 'The specified resource is not found.');
      }
      Object.assign(service.tags, Object.fromEntries(tags.map(({ key, value }) => [key, value])));
      return {};
    },
  );

/** Amazon ECS: the services of clusters. */
export const createEcs = (model: AwsModel): FakeService =>
  createJsonService('AmazonEC2ContainerServiceV20141113', {
    ListServices: listServices(model),
    DescribeServices: describeServices(model),
    UpdateService: updateService(model),
    TagResource: tagResource(model),
  });
