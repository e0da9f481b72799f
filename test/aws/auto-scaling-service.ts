import { z } from 'zod';
import { AwsFault } from './aws-fault.ts';
import type { AwsModel, EcsService, ScalableTarget } from './aws-model.ts';
import { setCount } from './ecs-service.ts';
import { createJsonService, type FakeService, jsonAction } from './fake-service.ts';
import { pageOf } from './paging.ts';

const ecsCount = {
  ServiceNamespace: z.literal('ecs'),
  ScalableDimension: z.literal('ecs:service:DesiredCount'),
};

const shownTarget = (ResourceId: string, { min, max, suspended }: ScalableTarget) => ({
  ServiceNamespace: 'ecs',
  ResourceId,
  ScalableDimension: 'ecs:service:DesiredCount',
  MinCapacity: min,
  MaxCapacity: max,
  RoleARN: 'arn:aws:iam::123456789012:role/scaling',
  CreationTime: 1_700_000_000,
  SuspendedState: {
    DynamicScalingInSuspended: suspended.dynamicIn,
    DynamicScalingOutSuspended: suspended.dynamicOut,
    ScheduledScalingSuspended: suspended.scheduled,
  },
});

const describeTargets = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      ...ecsCount,
      ResourceIds: z.array(z.string()).min(1).max(50),
      NextToken: z.string().optional(),
    }),
    ({ ResourceIds, NextToken }) => {
      const found = ResourceIds.flatMap((id) => {
        const target = model.targets.get(id);
        return target === undefined ? [] : shownTarget(id, target);
      });
      const { items, next } = pageOf(found, NextToken, model.pageSize);
      return { ScalableTargets: items, NextToken: next };
    },
  );

const serviceOf = (model: AwsModel, id: string): EcsService => {
  const [, cluster, name] = /^service\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
  const service = model.clusters.get(cluster ?? '')?.find((each) => each.name === name);
  if (service === undefined) {
    throw new AwsFault('ValidationException', `ECS service doesn't exist: ${id}`);
  }
  return service;
};

const registerTarget = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      ...ecsCount,
      ResourceId: z.string(),
      MinCapacity: z.int().nonnegative().optional(),
      MaxCapacity: z.int().nonnegative().optional(),
      SuspendedState: z
        .strictObject({
          DynamicScalingInSuspended: z.boolean().optional(),
          DynamicScalingOutSuspended: z.boolean().optional(),
          ScheduledScalingSuspended: z.boolean().optional(),
        })
        .optional(),
    }),
    ({ ResourceId, MinCapacity, MaxCapacity, SuspendedState = {} }) => {
      const service = serviceOf(model, ResourceId);
      const before = model.targets.get(ResourceId);
      const min = MinCapacity ?? before?.min;
      const max = MaxCapacity ?? before?.max;
      if (min === undefined || max === undefined || min > max) {
        throw new AwsFault('ValidationException', 'Minimum and maximum capacity are not valid.');
      }
      const was = before?.suspended ?? { dynamicIn: false, dynamicOut: false, scheduled: false };
      const suspended = {
        dynamicIn: SuspendedState.DynamicScalingInSuspended ?? was.dynamicIn,
        dynamicOut: SuspendedState.DynamicScalingOutSuspended ?? was.dynamicOut,
        scheduled: SuspendedState.ScheduledScalingSuspended ?? was.scheduled,
      };
      model.targets.set(ResourceId, { min, max, suspended });
      // The trap: the present count is forced into the bounds at once.
      const forced = Math.min(Math.max(service.desired, min), max);
      if (forced !== service.desired) {
        setCount(model, service, forced);
      }
      return { ScalableTargetARN: `arn:aws:application-autoscaling:::${ResourceId}` };
    },
  );

/** Application Auto Scaling, for services of ECS. */
export const createAutoScaling = (model: AwsModel): FakeService =>
  createJsonService('AnyScaleFrontendService', {
    DescribeScalableTargets: describeTargets(model),
    RegisterScalableTarget: registerTarget(model),
  });
