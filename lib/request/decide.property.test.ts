import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hashOf } from '../kernel/canonical-json.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import { dana } from './people.fixture.ts';
import { proposalOf } from './proposal.fixture.ts';
import { isEnded } from './request.ts';
import type { Verdict } from './request-command.ts';
import { anyScript, id, openWith, play } from './request-script.fixture.ts';

const changesOf = (events: readonly StoredEvent[]): readonly unknown[] =>
  events.map((event) => event['change']);

const outcomes = ['done', 'failed', 'denied', 'cancelled', 'expired'];

/** Who has approved since approvals count, told from the events alone: the state has no say in it. */
const approversIn = (events: readonly StoredEvent[]): ReadonlySet<string> => {
  const relevant = events.slice(changesOf(events).lastIndexOf('voided') + 1);
  const approving = relevant.filter(
    ({ change, actor }) =>
      change === 'approval' || (change === 'approved' && actor.startsWith('slack:')),
  );
  return new Set(approving.map(({ actor }) => actor));
};

/** The line that says what is wanted: of several the last. */
const wishIn = (events: readonly StoredEvent[]): StoredEvent | undefined =>
  events.findLast(({ change }) => change === 'created' || change === 'voided');

describe('a request, whatever is asked of it in whatever order', () => {
  it('ends at most once, and nothing follows its end', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { ledger, store } = await play(script, (before, after) => {
          const ended = changesOf(before).some((change) => outcomes.includes(String(change)));
          expect(ended && after.length > before.length).toBe(false);
        });
        const ends = changesOf(ledger.history).filter((change) =>
          outcomes.includes(String(change)),
        );
        expect(ends.length).toBeLessThanOrEqual(1);
        const request = await store.load(id);
        expect(request && isEnded(request)).toBe(ends.length === 1);
        expect(ends).toEqual(ends.length === 1 ? [request?.status] : []);
      }),
    ));

  it('is after a restart at any point what it was before', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { ledger, store } = await play(script, () => undefined);
        const replayed = openWith(ledger.history);
        const parsed: unknown = JSON.parse(JSON.stringify(await store.load(id)));
        expect(await replayed.store.load(id)).toEqual(await store.load(id));
        expect(parsed).toEqual(await store.load(id));
      }),
    ));

  it('is approved, and started, only by as many distinct people as it needs', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        await play(script, (before, after) => {
          const added = changesOf(after.slice(before.length));
          const people = approversIn(after).size;
          const needed = Number(wishIn(after)?.['needed'] ?? 0);
          expect(added.includes('approved') && people < needed).toBe(false);
          expect(added.includes('started') && people < needed).toBe(false);
          // And not later than with the approval that it needed.
          expect(added.includes('approval') && people >= needed).toBe(false);
        });
      }),
    ));

  it('wants what was proposed or, since approvals were voided, what was found out then', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { ledger, store } = await play(script, () => undefined);
        const request = await store.load(id);
        const wish = wishIn(ledger.history);
        for (const part of ['facts', 'effects', 'effectsHash', 'needed', 'policies'] as const) {
          expect(request?.[part]).toEqual(wish?.[part]);
        }
        expect(request?.effectsHash).toBe(hashOf(request?.effects));
        expect(request?.operationId).toBe(proposalOf(1).operationId);
      }),
    ));

  it('counts each person once, and only who clicked', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { ledger, store } = await play(script, () => undefined);
        const { approvals = [] } = (await store.load(id)) ?? {};
        const people = approvals.map(({ by }) => by);
        const lastDecision = changesOf(ledger.history).findLast((change) =>
          ['approval', 'approved', 'voided'].includes(String(change)),
        );
        expect(new Set(people).size).toBe(people.length);
        expect(new Set<string>(people)).toEqual(
          lastDecision === 'voided' ? new Set() : approversIn(ledger.history),
        );
      }),
    ));

  it('lets each person join once, and never its requester', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { store } = await play(script, () => undefined);
        const joined = (await store.load(id))?.joiners.map((each) => each.id) ?? [];

        expect(new Set(joined).size).toBe(joined.length);
        expect(joined).not.toContain(dana.id);
      }),
    ));

  it('is given up only while it waits, and reminded and escalated no more after that', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        await play(script, (before, after) => {
          const added = changesOf(after.slice(before.length));
          const climbs = ['reminded', 'escalated', 'expired'].some((rung) => added.includes(rung));
          const last = changesOf(before).findLast((change) =>
            ['created', 'approved', 'voided', ...outcomes].includes(String(change)),
          );
          expect(climbs && last !== 'created' && last !== 'voided').toBe(false);
        });
      }),
    ));

  it('gives the same click that took effect the same answer again, and no second effect', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const first = new Map<number, Verdict>();
        await play(script, (before, after, verdict, each) => {
          if (each.kind !== 'click') {
            return;
          }
          const earlier = first.get(each.click);
          expect(earlier === undefined ? verdict : earlier).toBe(verdict);
          expect(earlier !== undefined && after.length > before.length).toBe(false);
          if (after.length > before.length) {
            first.set(each.click, verdict);
          }
        });
      }),
    ));

  it('answers late or repeated exactly where a click changes nothing for the first time', () =>
    fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const effective = new Set<number>();
        await play(script, (before, after, verdict, each) => {
          const changed = after.length > before.length;
          const isNew = each.kind === 'click' && !effective.has(each.click);
          expect(isNew && ['done', 'counted'].includes(verdict)).toBe(isNew && changed);
          if (each.kind === 'click' && changed) {
            effective.add(each.click);
          }
        });
      }),
    ));
});
