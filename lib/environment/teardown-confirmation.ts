import type { Confirmation } from '../operation/operation.ts';
import { code, line, list } from '../reply/reply.ts';

/** What a full teardown takes away, in the words of the seed. */
const destroyed = [
  'All ECS services and tasks',
  'RDS instances (data preserved in snapshots)',
  'NAT Gateways',
  'Load Balancers',
];

/** A full teardown is confirmed by typing the environment's name under the sight of what it destroys. */
export const teardownConfirmation: Confirmation = {
  argument: 'confirm',
  isNeeded: ({ level }) => level === 'full',
  ask: ({ environment = '' }, { shown = [] }) => ({
    intro: [
      line(
        '⚠️ You are about to perform a FULL teardown of the ',
        code(environment),
        ' environment.',
      ),
      line('This will destroy:'),
      list(destroyed),
      line('Critical resources (VPC, S3, Secrets, IAM) will be preserved.'),
      line('Step by step:'),
      ...shown,
    ],
    label: `Type '${environment}' to confirm`,
  }),
};
