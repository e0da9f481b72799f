import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hashOf } from '../kernel/canonical-json.ts';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import { createMemoryLedger, type MemoryLedger } from '../ledger/memory-ledger.ts';
import { createStore, type Store } from '../ledger/store.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { alice, amir, aoki, dana, eve, oscar } from './people.fixture.ts';
import { names, proposalOf, wantedOf } from './proposal.fixture.ts';
import { type ApprovalRequest, isEnded } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';

const id = 'req-lamp001';

/** A click is made by one person, means one thing, and may arrive several times. Dana may click too: who may is the policy's. */
type Click = { readonly by: PrincipalId; readonly means: 'approve' | 'deny' | 'cancel' | 'join' };
type Step =
  | { readonly kind: 'open' }
  | { readonly kind: 'click'; readonly click: number }
  | { readonly kind: 'system'; readonly command: RequestCommand }
  | { readonly kind: 'restart' };

const click: fc.Arbitrary<Click> = fc.record({
  by: fc.constantFrom(dana.id, alice.id, amir.id, aoki.id),
  means: fc.oneof(
    { weight: 6, arbitrary: fc.constant('approve' as const) },
    { weight: 1, arbitrary: fc.constantFrom('deny' as const, 'cancel' as const) },
    { weight: 1, arbitrary: fc.constant('join' as const) },
  ),
});

const voiding: fc.Arbitrary<RequestCommand> = fc.record({
  do: fc.constant('void' as const),
  reason: fc.constant('it has changed'),
  wanted: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('BASE', 'APPLICATION', 'TRUSTED'))
    .map(([needed, tier]) => wantedOf(needed, tier)),
});

const systemCommand: fc.Arbitrary<RequestCommand> = fc.oneof(
  { weight: 2, arbitrary: voiding },
  { weight: 3, arbitrary: fc.constant({ do: 'start' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'finish' as const, result: { place: '/srv' } }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' as const, code: 'X', reason: 'broken' }) },
  { weight: 1, arbitrary: fc.constant({ do: 'ask' as const, asked: [alice.id, amir.id] }) },
  { weight: 1, arbitrary: fc.constant({ do: 'remind' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'escalate' as const, to: [oscar.id] }) },
  { weight: 1, arbitrary: fc.constant({ do: 'expire' as const, reason: 'nobody decided' }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'open' as const }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('click' as const), click: fc.nat(11) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('system' as const), command: systemCommand }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

const run = fc.record({
  needed: fc.nat(3),
  clicks: fc.array(click, { minLength: 12, maxLength: 12 }),
  steps: fc
    .array(step, { minLength: 5, maxLength: 40 })
    .map((steps): Step[] => [{ kind: 'open' }, ...steps]),
});

const causeOf = (index: number): RequestId => `req-click${index}`;

const toCommand = ({ by, means }: Click, cause: RequestId): RequestCommand => {
  switch (means) {
    case 'deny':
      return { do: 'deny', by, cause, reason: 'we have one' };
    case 'join':
      return { do: 'join', by, cause, joiner: { ...eve, id: by }, facts: { thing: 'lamp' } };
    case 'approve':
    case 'cancel':
      return { do: means, by, cause };
    default:
      return means satisfies never;
  }
};

interface Live {
  readonly ledger: MemoryLedger;
  readonly store: Store<ApprovalRequest>;
}

const openWith = (history: readonly StoredEvent[]): Live => {
  const ledger = createMemoryLedger({ clock: createManualClock(), history });
  return { ledger, store: createStore({ ledger, history, prefix: 'request', evolve }) };
};

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

/** Plays the steps; `look` sees every change, with the events before it. */
const play = async (
  { needed, clicks, steps }: { needed: number; clicks: readonly Click[]; steps: readonly Step[] },
  look: (
    before: readonly StoredEvent[],
    after: readonly StoredEvent[],
    verdict: Verdict,
    step: Step,
  ) => void,
): Promise<Live> => {
  let live = openWith([]);
  for (const each of steps) {
    const before = live.ledger.history;
    if (each.kind === 'restart') {
      live = openWith(before);
      continue;
    }
    const command: RequestCommand =
      each.kind === 'open'
        ? { do: 'open', proposal: proposalOf(needed) }
        : each.kind === 'system'
          ? each.command
          : toCommand(clicks[each.click] ?? { by: dana.id, means: 'cancel' }, causeOf(each.click));
    const { answer } = await live.store.change(id, (state) => decide(state, command, names));
    look(before, live.ledger.history, answer, each);
  }
  return live;
};

describe('a request, whatever is asked of it in whatever order', () => {
  it('ends at most once, and nothing follows its end', () =>
    fc.assert(
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
        const { ledger, store } = await play(script, () => undefined);
        const replayed = openWith(ledger.history);
        const parsed: unknown = JSON.parse(JSON.stringify(await store.load(id)));
        expect(await replayed.store.load(id)).toEqual(await store.load(id));
        expect(parsed).toEqual(await store.load(id));
      }),
    ));

  it('is approved, and started, only by as many distinct people as it needs', () =>
    fc.assert(
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
        const { store } = await play(script, () => undefined);
        const joined = (await store.load(id))?.joiners.map((each) => each.id) ?? [];

        expect(new Set(joined).size).toBe(joined.length);
        expect(joined).not.toContain(dana.id);
      }),
    ));

  it('is given up only while it waits, and reminded and escalated no more after that', () =>
    fc.assert(
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
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
      fc.asyncProperty(run, async (script) => {
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
