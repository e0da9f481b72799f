import { option } from '../command/arguments.ts';
import { formatCommand } from '../command/format-command.ts';
import { choice, text } from '../command/value-types.ts';
import { wholeNumber } from '../command/whole-number.ts';
import type { Clock } from '../kernel/clock.ts';
import { done, type Operation, operation, operationResource } from '../operation/operation.ts';
import { needsReview } from '../request/request.ts';
import type { Workflow } from '../request/workflow.ts';
import { type ListFilter, type ListWish, listFilters, pageOf } from './admin-list-page.ts';
import { adminListReply } from './admin-list-reply.ts';
import { isImageRequest } from './image-request.ts';
import { unreviewed } from './unreviewed.ts';

/** What the list is made from. */
export interface AdminListPorts {
  readonly workflow: Pick<Workflow, 'list' | 'wordingOf'>;
  readonly clock: Clock;
}

const name = 'request-image admin-list';
const action = 'image:admin-list';
const usualFilter: ListFilter = 'pending';

const args = {
  status: option({
    label: 'Status',
    hint: 'pending, approved, denied, failed, expired or cancelled ones, or all of the last 30 days',
    placeholder: usualFilter,
    default: usualFilter,
    value: choice({ noun: 'status', plural: 'statuses', options: listFilters }),
  }),
  team: option({
    label: 'Team',
    hint: 'Of which team; left out, of all',
    placeholder: 'data-engineering',
    optional: true,
    value: text({ max: 100 }),
  }),
  page: option({
    label: 'Page',
    hint: 'Which page, from 1',
    placeholder: '1',
    valueName: 'n',
    default: '1',
    value: wholeNumber(1, 999_999),
  }),
} as const;

const toWish = ({ status, team, page }: Readonly<Record<string, string>>): ListWish => ({
  filter: listFilters.find((each) => each === status) ?? usualFilter,
  team,
  page: Number(page ?? '1'),
});

/** `/request-image admin-list`: everybody's image requests, a page at a time, below what waits for review. */
export const adminListOperation = ({ workflow, clock }: AdminListPorts): Operation =>
  operation({
    name,
    summary: "List everybody's requests (approvers)",
    example: '/request-image admin-list --status pending',
    args,
    dryRun: false,
    action,
    changes: false,
    plan: async ({ status, team, page }) => ({
      kind: 'planned',
      plan: {
        effects: [
          {
            operation: action,
            target: 'request-image',
            status,
            page,
            ...(team === undefined ? {} : { team }),
          },
        ],
        resource: operationResource(name),
        facts: {},
      },
    }),
    execute: async ([effect]) => {
      const requests = await workflow.list(isImageRequest);
      const now = clock.now();
      const wish = toWish({ ...effect });
      const { filter: status, team } = wish;
      const words = {
        wordingOf: workflow.wordingOf,
        commandOf: (page: number) =>
          formatCommand(
            { name, args },
            { status, page: String(page), ...(team === undefined ? {} : { team }) },
          ),
        now,
      };
      // Whatever it was for: nothing else shows them all.
      const incidents = unreviewed(await workflow.list(needsReview));
      return done(adminListReply(wish, pageOf(requests, wish, now), incidents, words));
    },
  });
