import {
  DescribeServicesCommand,
  paginateListServices,
  type Service,
  TagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { ServiceScaling, ServiceState } from '../environment/cloud.ts';
import { unlessGone } from './aws-error.ts';
import { describeScaling, resourceIdOf } from './ecs-scaling.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import type { EnvironmentConfiguration } from './orchestrator-configuration.ts';
import { type ResourceTags, tagKeys, whyExemptByTags } from './resource-tags.ts';

/** Where a service is, for commands. */
export interface ServicePlace {
  /** Name or ARN, as the configuration has it. */
  readonly cluster: string;
  /** The name within its cluster. */
  readonly service: string;
  readonly arn: string;
}

/** A service and where it is. */
export interface LocatedService {
  readonly place: ServicePlace;
  readonly state: ServiceState;
}

/** DescribeServices takes ten at most (API reference, 2014-11-13). */
const describedAtOnce = 10;

const batchesOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const tagsOf = ({ tags = [] }: Service): ResourceTags =>
  new Map(tags.map(({ key, value }) => [key ?? '', value ?? '']));

const statusOf = (service: Service, desired: number, running: number): string => {
  if (service.status !== undefined && service.status !== 'ACTIVE') {
    return service.status;
  }
  if (desired === 0) {
    return running === 0 ? 'STOPPED' : 'STOPPING';
  }
  return running < desired ? 'STARTING' : 'RUNNING';
};

const whyExempt = (service: Service, environment: string): string | undefined => {
  const byTags = whyExemptByTags(tagsOf(service), environment);
  if (byTags !== undefined) {
    return byTags;
  }
  if (service.schedulingStrategy === 'DAEMON') {
    return 'a daemon service runs on every instance';
  }
  return service.status === 'DRAINING' ? 'it is being deleted' : undefined;
};

const taggedDesiredOf = (service: Service): number | undefined => {
  const written = tagsOf(service).get(tagKeys.desired) ?? '';
  return /^[1-9]\d{0,5}$/.test(written) ? Number(written) : undefined;
};

const stateOf = (
  service: Service,
  name: string,
  environment: string,
  scaling: ServiceScaling | undefined,
): ServiceState => {
  const { desiredCount: desired = 0, runningCount: running = 0 } = service;
  const taggedDesired = taggedDesiredOf(service);
  const exempt = whyExempt(service, environment);
  return {
    name,
    status: statusOf(service, desired, running),
    desired,
    running,
    ...(scaling === undefined ? {} : { scaling }),
    ...(taggedDesired === undefined ? {} : { taggedDesired }),
    ...(exempt === undefined ? {} : { exempt }),
  };
};

const listServices = async (
  { ecs }: OrchestratorClients,
  cluster: string,
): Promise<readonly string[]> => {
  const arns: string[] = [];
  for await (const page of paginateListServices({ client: ecs }, { cluster, maxResults: 100 })) {
    arns.push(...(page.serviceArns ?? []));
  }
  return arns;
};

/**
 * Those that are gone since they were listed come back as failures, and are left out. Any other failure rejects: a service that is there
 * and cannot be seen must not count as gone.
 */
const readServices = async (
  { ecs }: OrchestratorClients,
  cluster: string,
  services: readonly string[],
): Promise<readonly Service[]> => {
  const answers = await Promise.all(
    batchesOf(services, describedAtOnce).map((batch) =>
      ecs.send(new DescribeServicesCommand({ cluster, services: [...batch], include: ['TAGS'] })),
    ),
  );
  const unread = answers
    .flatMap((answer) => answer.failures ?? [])
    .find(({ reason }) => reason !== 'MISSING');
  if (unread !== undefined) {
    throw new Error(
      `ECS does not show ${unread.arn ?? 'a service'}: ${unread.reason ?? 'unknown'}`,
    );
  }
  return answers
    .flatMap((answer) => answer.services ?? [])
    .filter(({ status }) => status !== 'INACTIVE');
};

/** A service is known by its name, and where an environment has several clusters as `cluster/name`. */
const publicName = (clusters: readonly string[], cluster: string, service: string): string =>
  clusters.length === 1 ? service : `${cluster.split('/').at(-1) ?? cluster}/${service}`;

const locate = async (
  clients: OrchestratorClients,
  environment: string,
  clusters: readonly string[],
  cluster: string,
  services: readonly string[],
): Promise<readonly LocatedService[]> => {
  const found = await readServices(clients, cluster, services);
  const names = found.map(({ serviceName = '' }) => serviceName);
  const scalings = await describeScaling(clients, cluster, names);
  return found.map((service, index) => {
    const name = names[index] ?? '';
    const scaling = scalings.get(resourceIdOf(cluster, name));
    return {
      place: { cluster, service: name, arn: service.serviceArn ?? '' },
      state: stateOf(service, publicName(clusters, cluster, name), environment, scaling),
    };
  });
};

/** The services of the clusters of an environment, by name. A cluster that is not there, as after a teardown, has none. */
export const describeServices = async (
  clients: OrchestratorClients,
  environment: string,
  { clusters }: EnvironmentConfiguration,
): Promise<readonly LocatedService[]> => {
  const located = await Promise.all(
    clusters.map((cluster) =>
      unlessGone(
        listServices(clients, cluster).then((arns) =>
          locate(clients, environment, clusters, cluster, arns),
        ),
        [],
      ),
    ),
  );
  return located.flat().toSorted((one, other) => (one.state.name < other.state.name ? -1 : 1));
};

/** The service of that name as it is now, or undefined where there is none. */
export const findService = async (
  clients: OrchestratorClients,
  environment: string,
  { clusters }: EnvironmentConfiguration,
  name: string,
): Promise<LocatedService | undefined> => {
  for (const cluster of clusters) {
    const service = name.split('/').at(-1) ?? name;
    if (publicName(clusters, cluster, service) === name) {
      const [found] = await unlessGone(
        locate(clients, environment, clusters, cluster, [service]),
        [],
      );
      return found;
    }
  }
  return undefined;
};

/** Sets how many tasks should run. */
export const setDesired = async (
  { ecs }: OrchestratorClients,
  { cluster, service }: ServicePlace,
  desiredCount: number,
): Promise<void> => {
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
};

/** Writes the tag `chatops:desired`. */
export const tagDesired = async (
  { ecs }: OrchestratorClients,
  { arn }: ServicePlace,
  desired: number,
): Promise<void> => {
  const tags = [{ key: tagKeys.desired, value: String(desired) }];
  await ecs.send(new TagResourceCommand({ resourceArn: arn, tags }));
};
