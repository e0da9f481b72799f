import { z } from 'zod';
import { callHeader, expectedAction } from './call-header.ts';

const environmentSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
  error: 'expected the name of an environment in lower case, as "dev"',
});

const taskCount = z.int().nonnegative();

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
      desired: taskCount,
      running: taskCount,
    }),
  ),
  databases: z.array(z.strictObject({ id: z.string().min(1), status: z.string().min(1) })),
});

/** What the orchestrator does, by action. `reading`: the action changes nothing. */
export const orchestratorActions = {
  status: { request: statusRequestSchema, response: statusResponseSchema, reading: true },
} as const;

/** Any call of the orchestrator. */
export const orchestratorRequestSchema = z.discriminatedUnion('action', [statusRequestSchema], {
  error: expectedAction('status'),
});
