import { type EpochMillis, type Millis, toIsoTime } from '../kernel/clock.ts';
import { showSpan } from '../kernel/show-time.ts';
import type { ApprovalRequest, Deadlines } from './request.ts';

/** How long requests wait before something happens by itself; what is absent never happens. */
export interface LadderSettings {
  /** Until approvers are reminded. */
  readonly reminder?: Millis;
  /** Until others are asked too. */
  readonly escalation?: Millis;
  /** Until a request is given up. */
  readonly expiry?: Millis;
}

/** What happens to a request that waits too long. */
export type Rung = 'remind' | 'escalate' | 'expire';

/** The deadlines of a request that begins to wait now. They are recorded, so that another configuration does not move them. */
export const deadlinesFrom = (
  { reminder, escalation, expiry }: LadderSettings,
  now: EpochMillis,
): Deadlines => ({
  ...(reminder === undefined ? {} : { remindAt: toIsoTime(now + reminder) }),
  ...(escalation === undefined ? {} : { escalateAt: toIsoTime(now + escalation) }),
  ...(expiry === undefined ? {} : { expiresAt: toIsoTime(now + expiry) }),
});

/** What is due, or when the next thing will be. */
export type NextRung =
  | { readonly kind: 'due'; readonly rung: Rung }
  | { readonly kind: 'at'; readonly time: EpochMillis };

/** The rungs that a request has not reached, the last one first: whoever comes late does not climb what lies below. */
const rungsAhead = ({
  deadlines: { remindAt, escalateAt, expiresAt },
  isReminded,
  escalatedTo,
}: ApprovalRequest): readonly (readonly [Rung, string | undefined])[] => [
  ['expire', expiresAt],
  ['escalate', escalatedTo === undefined ? escalateAt : undefined],
  ['remind', isReminded || escalatedTo !== undefined ? undefined : remindAt],
];

/** What happens next to a request that waits; undefined: nothing ever does by itself. */
export const nextRung = (request: ApprovalRequest, now: EpochMillis): NextRung | undefined => {
  const ahead = rungsAhead(request).flatMap(([rung, at]) =>
    at === undefined ? [] : [{ rung, time: Date.parse(at) }],
  );
  const due = ahead.find(({ time }) => time <= now);
  if (due !== undefined) {
    return { kind: 'due', rung: due.rung };
  }
  return ahead.length === 0
    ? undefined
    : { kind: 'at', time: Math.min(...ahead.map(({ time }) => time)) };
};

const minute: Millis = 60_000;

/**
 * How long a request has waited at a deadline of its own, as people read it. The deadline was set a moment before the wait was
 * recorded; rounding makes up for that, so that what was configured as 4 hours does not read as 3.
 */
export const waitedUntil = (
  { waitingSince }: Pick<ApprovalRequest, 'waitingSince'>,
  deadline: string | undefined,
): string => {
  const waited = Date.parse(deadline ?? waitingSince) - Date.parse(waitingSince);
  return showSpan(Math.round(waited / minute) * minute);
};
