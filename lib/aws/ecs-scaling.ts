import {
  paginateDescribeScalableTargets,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { ServiceScaling } from '../environment/cloud.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';

/** How Application Auto Scaling calls a service; `cluster` is a name or an ARN. */
export const resourceIdOf = (cluster: string, service: string): string =>
  `service/${cluster.split('/').at(-1) ?? cluster}/${service}`;

const place = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

/** DescribeScalableTargets takes fifty ids at most (API reference, 2016-02-06). */
const describedAtOnce = 50;

const scalingOf = ({ MinCapacity, MaxCapacity, SuspendedState }: ScalableTarget) => ({
  min: MinCapacity ?? 0,
  max: MaxCapacity ?? 0,
  suspended: {
    dynamicIn: SuspendedState?.DynamicScalingInSuspended ?? false,
    dynamicOut: SuspendedState?.DynamicScalingOutSuspended ?? false,
    scheduled: SuspendedState?.ScheduledScalingSuspended ?? false,
  },
});

/** The autoscaling of those of these services that have one, by {@link resourceIdOf}. */
export const describeScaling = async (
  { scaling: client }: OrchestratorClients,
  cluster: string,
  services: readonly string[],
): Promise<ReadonlyMap<string, ServiceScaling>> => {
  const found = new Map<string, ServiceScaling>();
  const ids = services.map((service) => resourceIdOf(cluster, service));
  for (let start = 0; start < ids.length; start += describedAtOnce) {
    const ResourceIds = ids.slice(start, start + describedAtOnce);
    const pages = paginateDescribeScalableTargets({ client }, { ...place, ResourceIds });
    for await (const { ScalableTargets = [] } of pages) {
      for (const target of ScalableTargets) {
        found.set(target.ResourceId ?? '', scalingOf(target));
      }
    }
  }
  return found;
};

/**
 * Registers bounds and suspended kinds in one call. AWS forces the present count into the bounds at once. Only for a service that has
 * autoscaling: for another it would make some.
 */
export const registerScaling = async (
  { scaling: client }: OrchestratorClients,
  cluster: string,
  service: string,
  { min, max, suspended }: ServiceScaling,
): Promise<void> => {
  await client.send(
    new RegisterScalableTargetCommand({
      ...place,
      ResourceId: resourceIdOf(cluster, service),
      MinCapacity: min,
      MaxCapacity: max,
      SuspendedState: {
        DynamicScalingInSuspended: suspended.dynamicIn,
        DynamicScalingOutSuspended: suspended.dynamicOut,
        ScheduledScalingSuspended: suspended.scheduled,
      },
    }),
  );
};
