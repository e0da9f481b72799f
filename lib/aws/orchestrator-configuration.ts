import { z } from 'zod';
import { environmentSchema } from '../contract/orchestrator.ts';

const name = z.string().min(1);

/** RDS writes ids in lower case, however they were given: in another spelling a database would seem destroyed. */
const databaseId = z.string().regex(/^[a-z](-?[a-z0-9]){0,62}$/);

/** A stack that a full teardown deletes and a spinup creates again. */
const stackSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/),
  /** Where its template lies: an https URL of S3 that the function's role may read. */
  template_url: z.url({ protocol: /^https$/ }),
  capabilities: z
    .array(z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']))
    .default([]),
  /** Its parameters: a deleted stack has none any more, so a spinup takes these. Those for snapshots are not among them. */
  parameters: z.record(name, z.string()).default({}),
  /** The databases that go with it, by id: the parameter of its template that takes the snapshot to restore each from. */
  snapshot_parameters: z.record(databaseId, name).default({}),
});

const environmentShape = z.strictObject({
  /** Never stopped or torn down. Unless said otherwise that is every environment whose name begins with `prod`. */
  protected: z.boolean().optional(),
  /** Names or ARNs of ECS clusters. */
  clusters: z.array(name).default([]),
  /** Ids of RDS instances or Aurora clusters; of an instance that is a member of a cluster, the cluster's. */
  databases: z.array(databaseId).default([]),
  /** In the order in which a spinup creates them. */
  stacks: z.array(stackSchema).default([]),
});

/** A database that only a stack names would be deleted with it and never saved before. */
const environmentConfigurationSchema = environmentShape.superRefine((environment, context) => {
  environment.stacks.forEach(({ snapshot_parameters }, index) => {
    for (const id of Object.keys(snapshot_parameters)) {
      if (!environment.databases.includes(id)) {
        context.addIssue({
          code: 'custom',
          path: ['stacks', index, 'snapshot_parameters', id],
          message: `${id} does not stand in databases`,
        });
      }
    }
  });
});

/**
 * What the orchestrator looks after: the value of ORCHESTRATOR_CONFIG_JSON. A resource is touched only if it stands here and has the tag
 * `Environment=<name>`.
 */
export const orchestratorConfigurationSchema = z.strictObject({
  environments: z.record(environmentSchema, environmentConfigurationSchema),
  /** The name of the DynamoDB table of operations. */
  table: name,
});

/** See {@link orchestratorConfigurationSchema}. */
export type OrchestratorConfiguration = z.infer<typeof orchestratorConfigurationSchema>;

/** One environment of the configuration. */
export type EnvironmentConfiguration = z.infer<typeof environmentConfigurationSchema>;

/** One stack of the configuration. */
export type StackConfiguration = z.infer<typeof stackSchema>;
