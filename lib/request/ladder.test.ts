import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toIsoTime } from '../kernel/clock.ts';
import { deadlinesFrom, nextRung, waitedUntil } from './ladder.ts';
import { oscar } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';

const hour = 3_600_000;
const begun = Date.parse('2026-01-05T09:00:00.000Z');
const settings = { reminder: 4 * hour, escalation: 24 * hour, expiry: 72 * hour };
const deadlines = deadlinesFrom(settings, begun);

describe('the deadlines of a request', () => {
  it('are counted from the moment when it begins to wait', () => {
    expect(deadlines).toEqual({
      remindAt: '2026-01-05T13:00:00.000Z',
      escalateAt: '2026-01-06T09:00:00.000Z',
      expiresAt: '2026-01-08T09:00:00.000Z',
    });
  });

  it('are only those that are configured', () => {
    expect(deadlinesFrom({}, begun)).toEqual({});
    expect(deadlinesFrom({ expiry: hour }, begun)).toEqual({
      expiresAt: '2026-01-05T10:00:00.000Z',
    });
  });
});

describe('what happens next to a request that waits', () => {
  const fresh = requestOf({ deadlines });

  it('is nothing where nothing is configured', () => {
    expect(nextRung(requestOf(), begun + 1_000 * hour)).toBeUndefined();
  });

  it.each([
    ['before the reminder', fresh, 4 * hour - 1, { kind: 'at', time: begun + 4 * hour }],
    ['at the reminder', fresh, 4 * hour, { kind: 'due', rung: 'remind' }],
    [
      'once it was reminded',
      requestOf({ deadlines, isReminded: true }),
      4 * hour,
      { kind: 'at', time: begun + 24 * hour },
    ],
    [
      'at the escalation',
      requestOf({ deadlines, isReminded: true }),
      24 * hour,
      { kind: 'due', rung: 'escalate' },
    ],
    [
      'at the escalation, where the reminder was slept through',
      fresh,
      24 * hour,
      { kind: 'due', rung: 'escalate' },
    ],
    [
      'once it was escalated, without a reminder of what was slept through',
      requestOf({ deadlines, escalatedTo: [oscar.id] }),
      30 * hour,
      { kind: 'at', time: begun + 72 * hour },
    ],
    [
      'at the expiry, whatever was slept through',
      fresh,
      72 * hour,
      { kind: 'due', rung: 'expire' },
    ],
  ] as const)('%s', (_, request, waited, next) => {
    expect(nextRung(request, begun + waited)).toEqual(next);
  });

  it('comes in order and ends: whoever takes each rung when it is due gets to the expiry', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 60 }), (steps) => {
        let request = fresh;
        let now = begun;
        const climbed: string[] = [];
        for (const hours of [...steps, 100]) {
          now += hours * hour;
          for (
            let next = nextRung(request, now);
            next?.kind === 'due';
            next = nextRung(request, now)
          ) {
            climbed.push(next.rung);
            if (next.rung === 'expire') {
              break;
            }
            request =
              next.rung === 'remind'
                ? { ...request, isReminded: true }
                : { ...request, escalatedTo: [] };
          }
          if (climbed.includes('expire')) {
            break;
          }
        }
        expect(climbed.at(-1)).toBe('expire');
        expect(['remind', 'escalate', 'expire'].filter((rung) => climbed.includes(rung))).toEqual(
          climbed,
        );
      }),
    );
  });

  it('is never before now, and never in the past', () => {
    fc.assert(
      fc.property(fc.nat(100), (hours) => {
        const now = begun + hours * hour;
        const next = nextRung(requestOf({ deadlines }), now);
        expect(next?.kind === 'at' ? next.time > now : true).toBe(true);
      }),
    );
    expect(toIsoTime(begun)).toBe(requestOf().createdAt);
  });
});

describe('how long a request has waited at a deadline', () => {
  it.each([
    ['4 hours', 4 * hour],
    ['24 hours', 24 * hour],
    ['3 days', 72 * hour],
  ])('reads %s, although its wait was recorded a little after that was set', (words, after) => {
    const waitingSince = toIsoTime(begun + 900);
    expect(waitedUntil({ waitingSince }, toIsoTime(begun + after))).toBe(words);
  });
});
