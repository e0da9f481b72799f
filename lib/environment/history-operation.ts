import { option, position } from '../command/arguments.ts';
import { choice } from '../command/value-types.ts';
import { wholeNumber } from '../command/whole-number.ts';
import type { Clock } from '../kernel/clock.ts';
import { done, type Operation, operation, planOfItself } from '../operation/operation.ts';
import { line, list, note, person, type Reply, replyOf, type Text, title } from '../reply/reply.ts';
import type { ApprovalRequest } from '../request/request.ts';
import type { Workflow } from '../request/workflow.ts';
import type { Environments } from './arguments.ts';
import { headOf } from './environment-wording.ts';

const day = 24 * 60 * 60 * 1_000;

/** More than this is for the ledger. */
const mostShown = 40;

const ends = {
  pending: 'waits for approval',
  approved: 'is about to begin',
  running: 'is going on',
  done: 'completed',
  failed: 'failed',
  denied: 'denied',
  cancelled: 'cancelled',
  expired: 'expired',
} as const satisfies Record<ApprovalRequest['status'], string>;

const lineOf = ({
  createdAt,
  facts,
  requester,
  status,
  ending,
  operationId,
}: ApprovalRequest): Text => [
  `${createdAt.slice(0, 16).replace('T', ' ')} UTC: ${headOf(facts)} by `,
  person(requester.id),
  ` – ${ending?.code === 'CANCELLED' ? 'cancelled' : ends[status]}${ending?.reason === undefined ? '' : `: ${ending.reason}`} (${operationId})`,
];

/** What was done to environments, newest first. */
const historyReply = (
  found: readonly ApprovalRequest[],
  environment: string,
  days: string,
): Reply => {
  const newest = found.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const rest = newest.length - mostShown;
  return replyOf(
    title(
      `Infrastructure History${environment === '' ? '' : `: ${environment.toUpperCase()}`} (${days} days)`,
    ),
    newest.length === 0 ? line('Nothing was done.') : list(newest.slice(0, mostShown).map(lineOf)),
    ...(rest > 0 ? [note(`and ${rest} earlier ones`)] : []),
  );
};

const argsFor = (names: readonly string[]) => ({
  environment: position({
    label: 'Environment',
    hint: 'Which environment; left out, all of them',
    placeholder: 'dev',
    valueName: 'env',
    optional: true,
    value: choice({ noun: 'environment', options: names }),
  }),
  days: option({
    label: 'Days',
    hint: 'How many days back, from 1 to 365',
    placeholder: '7',
    valueName: 'n',
    default: '7',
    value: wholeNumber(1, 365),
  }),
});

/** `/infra history`: who did what to which environment, and what came of it. */
export const historyOperation = (
  { all }: Environments,
  workflow: Workflow,
  clock: Clock,
): Operation =>
  operation({
    name: 'infra history',
    summary: 'Show what was done to environments',
    example: '/infra history dev --days 30',
    args: argsFor([...all.keys()]),
    dryRun: true,
    action: 'environment:history',
    changes: false,
    plan: async ({ environment = '', days }) => {
      const planned = planOfItself('infra history', 'environment:history', environment);
      return planned.kind === 'planned'
        ? {
            kind: 'planned',
            plan: {
              ...planned.plan,
              effects: [{ operation: 'environment:history', target: environment, days }],
            },
          }
        : planned;
    },
    execute: async ([effect]) => {
      const { target = '', days = '7' } = { ...effect };
      const since = clock.now() - Number(days) * day;
      const found = await workflow.list(
        ({ facts, createdAt }) =>
          facts['verb'] !== undefined &&
          Date.parse(createdAt) >= since &&
          (target === '' || facts['environment'] === target),
      );
      return done(historyReply(found, target, days));
    },
  });
