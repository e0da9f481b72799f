import { z } from 'zod';
import { callHeader, expectedAction } from './call-header.ts';

/** The name of an environment, as `dev`. */
export const environmentSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
  error: 'expected the name of an environment in lower case, as "dev"',
});

const count = z.int().nonnegative();

/** Asks what runs in an environment. */
const statusRequestSchema = z.strictObject({
  action: z.literal('status'),
  ...callHeader,
  environment: environmentSchema,
});

/**
 * What runs in an environment. A service's status is one word for people, as `RUNNING` or `STOPPED`, with the number
 * of tasks that should run and that do; a database's is the word of RDS, as `available`.
 */
const statusResponseSchema = z.strictObject({
  success: z.literal(true),
  environment: z.string().min(1),
  services: z.array(
    z.strictObject({
      name: z.string().min(1),
      status: z.string().min(1),
      desired: count,
      running: count,
    }),
  ),
  databases: z.array(z.strictObject({ id: z.string().min(1), status: z.string().min(1) })),
});

const changeOf = <const A extends string>(action: A) =>
  z.strictObject({
    action: z.literal(action),
    ...callHeader,
    environment: environmentSchema,
    /** Answers what would be done, and begins nothing. */
    dry_run: z.boolean().optional(),
  });

const stopRequestSchema = changeOf('stop');
const startRequestSchema = changeOf('start');
const spinupRequestSchema = changeOf('spinup');

/** `services` stops what `stop` stops; `full` also takes a last snapshot of the databases and deletes the stacks. */
const teardownRequestSchema = changeOf('teardown').extend({ level: z.enum(['services', 'full']) });

/** Looks at the operation of this id, and sends the next idempotent step: a convergent tick. */
const operationRequestSchema = z.strictObject({ action: z.literal('operation'), ...callHeader });

/** Ends the operation of this id where it stands; what was sent to the cloud already goes on by itself. */
const cancelRequestSchema = z.strictObject({ action: z.literal('cancel'), ...callHeader });

/** Asks what AWS had started again by itself in environments that people stopped. */
const guardedRequestSchema = z.strictObject({ action: z.literal('guarded'), ...callHeader });

/** How far one step is. A step is about one resource, by the name that people know, as `api` or `acme-dev-db`. */
const operationStepSchema = z.strictObject({
  name: z.string().min(1),
  state: z.enum(['pending', 'running', 'succeeded', 'failed', 'skipped']),
  /** For people: what is waited for, why it was skipped, what failed. */
  detail: z.string().min(1).optional(),
});

/**
 * How far an operation is. `details` counts by what was done, as `{ ecs_services_stopped: 2 }`: what this operation did, not what
 * it found done. A dry run answers `succeeded` with its steps `pending` or `skipped`, and counts what it would do.
 */
const operationResponseSchema = z.strictObject({
  success: z.literal(true),
  operation_id: callHeader.operation_id,
  state: z.enum(['in_progress', 'succeeded', 'failed']),
  details: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), count),
  steps: z.array(operationStepSchema),
});

/** See the schema: how far an operation of the orchestrator is. */
export type OperationProgress = z.infer<typeof operationResponseSchema>;

/**
 * What was found to run again in the last seven days, each restart once, with the operation that stops it again; a restart whose operation
 * failed is tried again and then has another one. `state` is about this database alone.
 */
const guardedResponseSchema = z.strictObject({
  success: z.literal(true),
  restarted: z.array(
    z.strictObject({
      environment: z.string().min(1),
      /** The database. */
      id: z.string().min(1),
      /** When it was found first; with the environment and the database it names the restart. */
      found_at: z.iso.datetime(),
      operation_id: callHeader.operation_id,
      state: z.enum(['in_progress', 'succeeded', 'failed']),
      /** Why it runs still; where the state is `failed`. */
      reason: z.string().min(1).optional(),
    }),
  ),
});

/** See the schema: what AWS had started again, and what became of it. */
export type Restarted = z.infer<typeof guardedResponseSchema>['restarted'][number];

const changing = { response: operationResponseSchema, reading: false } as const;

/** What the orchestrator does, by action. `reading`: the action changes nothing. */
export const orchestratorActions = {
  status: { request: statusRequestSchema, response: statusResponseSchema, reading: true },
  stop: { request: stopRequestSchema, ...changing },
  start: { request: startRequestSchema, ...changing },
  spinup: { request: spinupRequestSchema, ...changing },
  teardown: { request: teardownRequestSchema, ...changing },
  operation: { request: operationRequestSchema, ...changing },
  cancel: { request: cancelRequestSchema, ...changing },
  guarded: { request: guardedRequestSchema, response: guardedResponseSchema, reading: true },
} as const;

/** Any call of the orchestrator. */
export const orchestratorRequestSchema = z.discriminatedUnion(
  'action',
  [
    statusRequestSchema,
    stopRequestSchema,
    startRequestSchema,
    spinupRequestSchema,
    teardownRequestSchema,
    operationRequestSchema,
    cancelRequestSchema,
    guardedRequestSchema,
  ],
  { error: expectedAction(...Object.keys(orchestratorActions)) },
);
