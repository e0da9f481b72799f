import { formatCommand } from '../command/format-command.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import { showSpan } from '../kernel/show-time.ts';
import type { RequestWording } from '../operation/operation.ts';
import {
  type Button,
  buttons,
  line,
  list,
  note,
  type Part,
  person,
  type Reply,
  replyOf,
  type Span,
  type Text,
  title,
} from '../reply/reply.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { idArg } from '../request/request-arguments.ts';
import { inARow, waitedFor } from '../request/standing.ts';
import { statusText } from '../request/status-text.ts';
import { allDays, type ListFilter, type ListPage, type ListWish } from './admin-list-page.ts';
import { teamOf } from './image-request.ts';
import { incidentSpans } from './unreviewed.ts';

/** What a list is written with. */
export interface ListWords {
  readonly wordingOf: (request: ApprovalRequest) => RequestWording;
  /** The command that shows the same list at this page. */
  readonly commandOf: (page: number) => string;
  readonly now: EpochMillis;
}

/** How many people are named who have not approved yet. */
const mostNamed = 3;

/** How many incidents are shown, each with its button, so that the list below still fits into the message. */
const mostIncidents = 5;

const heads = {
  pending: 'Image requests that wait for approval',
  approved: 'Approved image requests',
  denied: 'Denied image requests',
  failed: 'Failed image requests',
  expired: 'Expired image requests',
  cancelled: 'Cancelled image requests',
  all: `Image requests of the last ${allDays} days`,
} as const satisfies Record<ListFilter, string>;

const headOf = ({ filter, team }: ListWish): string =>
  `${heads[filter]}${team === undefined ? '' : `, team ${team}`}`;

const waiting = (request: ApprovalRequest): readonly Span[] => {
  if (request.status !== 'pending') {
    return [];
  }
  const people = waitedFor(request);
  const rest = people.length - mostNamed;
  return [
    `, ${request.approvals.length} of ${request.needed} approvals`,
    ...(people.length === 0 ? [] : [', waits for ', ...inARow(people.slice(0, mostNamed))]),
    ...(rest > 0 ? [` and ${rest} more`] : []),
  ];
};

const requestText = (request: ApprovalRequest, { wordingOf, now }: ListWords): Text => [
  `${request.id}: ${wordingOf(request).subject(request.facts)} for `,
  person(request.requester.id),
  ` (${teamOf(request)}) – ${statusText(request.status)}, ${showSpan(now - Date.parse(request.createdAt))} old`,
  ...waiting(request),
];

const incidentParts = (incidents: readonly ApprovalRequest[], { wordingOf }: ListWords) => {
  const rest = incidents.length - mostIncidents;
  const shown = incidents.slice(0, mostIncidents).flatMap((each): readonly Part[] => [
    line('🚨 ', ...incidentSpans(each, wordingOf(each))),
    buttons({
      label: 'Sign off',
      command: formatCommand(
        { name: `${wordingOf(each).root} review`, args: { id: idArg } },
        { id: each.id },
      ),
    }),
  ]);
  return incidents.length === 0
    ? []
    : [
        title(`Break-glass that nobody has reviewed: ${incidents.length}`),
        ...shown,
        ...(rest > 0 ? [note(`and ${rest} more`)] : []),
      ];
};

const turns = (page: number, pages: number, { commandOf }: ListWords): Part => {
  const row: Button[] = [];
  if (page > 1) {
    row.push({ label: '◀ Previous', command: commandOf(page - 1) });
  }
  if (page < pages) {
    row.push({ label: 'Next ▶', command: commandOf(page + 1) });
  }
  return buttons(...row);
};

const beyond = (wish: ListWish, { found, pages }: ListPage, words: ListWords): readonly Part[] => [
  line(
    `There is no page ${wish.page}: ${found} request${found === 1 ? '' : 's'} on ${pages} page${pages === 1 ? '' : 's'}.`,
  ),
  buttons({ label: `Page ${pages}`, command: words.commandOf(pages) }),
];

const listParts = (wish: ListWish, listed: ListPage, words: ListWords): readonly Part[] => {
  const { shown, found, pages } = listed;
  if (found === 0) {
    return [line('There are none.')];
  }
  return wish.page > pages
    ? beyond(wish, listed, words)
    : [
        list(shown.map((each) => requestText(each, words))),
        note(`Page ${wish.page} of ${pages}, ${found} in all`),
        turns(wish.page, pages, words),
      ];
};

/** A page of the list, below what waits for review; `incidents` are shown on the first page. */
export const adminListReply = (
  wish: ListWish,
  listed: ListPage,
  incidents: readonly ApprovalRequest[],
  words: ListWords,
): Reply =>
  replyOf(
    ...(wish.page === 1 ? incidentParts(incidents, words) : []),
    title(headOf(wish)),
    ...listParts(wish, listed, words),
  );
