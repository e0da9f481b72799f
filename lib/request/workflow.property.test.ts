import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { settle } from '../kernel/deferred.fixture.ts';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Ledger, StoredEvent } from '../ledger/ledger.ts';
import type { MemoryLedger } from '../ledger/memory-ledger.ts';
import { alice, amir, aoki } from './people.fixture.ts';
import type { RequestCommand } from './request-command.ts';
import { askFor, createWorld, openShop, type Shop, type World } from './workflow.fixture.ts';

/**
 * What happens, one after another; a new request, an approval by somebody, a denial, a cancellation, or that the
 * catalogue gives a thing another tier, so that something else would happen.
 */
type Deed =
  | { readonly kind: 'ask'; readonly tier: string }
  | { readonly kind: 'move'; readonly request: number; readonly tier: string }
  | {
      readonly kind: 'decide';
      readonly request: number;
      readonly by: PrincipalId;
      readonly means: 'approve' | 'deny' | 'cancel';
    };

const tier = fc.constantFrom('APPLICATION', 'BASE', 'TRUSTED');
const request = fc.integer({ min: 1, max: 2 });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), tier }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), request, tier }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      request,
      by: fc.constantFrom(alice.id, amir.id, aoki.id),
      means: fc.oneof(
        { weight: 6, arbitrary: fc.constant('approve' as const) },
        { weight: 1, arbitrary: fc.constantFrom('deny' as const, 'cancel' as const) },
      ),
    }),
  },
);

const deeds = fc
  .array(deed, { minLength: 2, maxLength: 10 })
  .map((all): readonly Deed[] => [{ kind: 'ask', tier: 'APPLICATION' }, ...all]);

/** The process dies in its n-th append (from 0): before or after the line is durable, and nobody hears of either. */
interface Crash {
  readonly at: number;
  readonly durable: boolean;
}

const dyingIn = (crash: Crash | undefined, onDeath: () => void) => {
  let appends = 0;
  return (ledger: MemoryLedger): Ledger => ({
    ...ledger,
    append: async (stream, version, events) => {
      const dies = crash !== undefined && appends >= crash.at;
      const isLast = appends === crash?.at;
      appends += 1;
      if (!dies) {
        return ledger.append(stream, version, events);
      }
      if (isLast && crash.durable) {
        await ledger.append(stream, version, events);
      }
      onDeath();
      return new Promise<never>(() => undefined);
    },
  });
};

const toCommand = (
  { by, means }: Extract<Deed, { kind: 'decide' }>,
  cause: RequestId,
): RequestCommand =>
  means === 'deny' ? { do: 'deny', by, cause, reason: 'we have one' } : { do: means, by, cause };

/** What people see in the end, and what there is. */
interface Outcome {
  readonly world: World;
  readonly history: readonly StoredEvent[];
  readonly verdicts: readonly string[];
}

/** Does the deeds in one world; after a crash a new process resumes and the interrupted deed is carried on. */
const live = async (script: readonly Deed[], crash?: Crash): Promise<Outcome> => {
  const world = createWorld();
  const deaths: string[] = [];
  const verdicts: string[] = [];
  let shop: Shop = openShop({ world, wrap: dyingIn(crash, () => deaths.push('died')) });

  const act = async (each: Deed, index: number, asked: number): Promise<void> => {
    if (each.kind === 'ask') {
      world.works.tiers.set(`thing ${asked}`, each.tier);
      verdicts[index] = (await askFor(shop, `thing ${asked}`, asked)).id;
      return;
    }
    if (each.kind === 'move') {
      world.works.tiers.set(`thing ${each.request}`, each.tier);
      return;
    }
    const taken = await shop.workflow.take(
      `req-thing${each.request}`,
      toCommand(each, `req-deed${index}`),
    );
    verdicts[index] ??= taken?.verdict ?? 'unknown';
    // Whatever was answered before the crash is answered again.
    expect(taken?.verdict ?? 'unknown').toBe(verdicts[index]);
  };

  let asked = 0;
  for (const [index, each] of script.entries()) {
    asked += each.kind === 'ask' ? 1 : 0;
    void act(each, index, asked);
    await settle();
    if (deaths.length > 0) {
      deaths.length = 0;
      shop = openShop({ world, history: shop.ledger.history });
      await shop.workflow.resume();
      await settle();
      await act(each, index, asked);
      await settle();
    }
  }
  return { world, history: shop.ledger.history, verdicts };
};

const linesOf = (history: readonly StoredEvent[]): readonly string[] =>
  history.map(({ stream, event, actor }) => `${stream} ${event} ${actor}`).toSorted();

describe('a workflow whose process dies in any append', () => {
  it('leaves the world, the messages and the ledger as an undisturbed one does', () =>
    fc.assert(
      fc.asyncProperty(deeds, fc.nat(12), fc.boolean(), async (script, at, durable) => {
        const undisturbed = await live(script);
        const { world, history, verdicts } = await live(script, { at, durable });

        expect(world.board.messages).toEqual(undisturbed.world.board.messages);
        expect(world.works.built).toEqual(undisturbed.world.works.built);
        expect(linesOf(history)).toEqual(linesOf(undisturbed.history));
        expect(verdicts).toEqual(undisturbed.verdicts);
      }),
      { numRuns: 60 },
    ));

  it('builds every approved thing once, under the one operation id of its request', () =>
    fc.assert(
      fc.asyncProperty(deeds, fc.nat(12), fc.boolean(), async (script, at, durable) => {
        const { world, history } = await live(script, { at, durable });

        // Approved and not voided after that: told from the lines alone.
        const standing = new Map(
          history
            .filter(({ change }) => change === 'approved' || change === 'voided')
            .map(({ requestId, change }) => [String(requestId), change]),
        );
        const ids = [...standing]
          .filter(([, change]) => change === 'approved')
          .map(([id]) => id.replace('req-', 'op-'));
        expect(new Set<string>(world.works.calls)).toEqual(new Set(ids));
        expect([...world.works.built.keys()].toSorted()).toEqual(ids.toSorted());
        expect(world.works.calls.length - ids.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    ));

  it('builds exactly what was shown to those who approved it, and they were as many as that needs', () =>
    fc.assert(
      fc.asyncProperty(deeds, fc.nat(12), fc.boolean(), async (script, at, durable) => {
        const { world, history } = await live(script, { at, durable });

        for (const [operationId, effects] of world.works.built) {
          const lines = history.filter(({ stream }) => stream.endsWith(operationId.slice(3)));
          const wished = lines.findLastIndex(
            ({ change }) => change === 'created' || change === 'voided',
          );
          const approvers = lines
            .slice(wished)
            .filter(({ change }) => change === 'approval' || change === 'approved')
            .map(({ actor }) => actor)
            .filter((actor) => actor !== 'system:policy');
          expect(effects).toEqual(lines[wished]?.['effects']);
          expect(approvers).toHaveLength(Number(lines[wished]?.['needed']));
          expect(new Set(approvers).size).toBe(approvers.length);
        }
      }),
      { numRuns: 60 },
    ));

  it('tells each thing once: a message is never posted a second time', () =>
    fc.assert(
      fc.asyncProperty(deeds, fc.nat(12), fc.boolean(), async (script, at, durable) => {
        const { world } = await live(script, { at, durable });

        expect(new Set(world.board.posts).size).toBe(world.board.posts.length);
        const dms = world.board.posts.filter((key) => key.endsWith('/dm'));
        expect(dms.length).toBeLessThanOrEqual(script.filter(({ kind }) => kind === 'ask').length);
      }),
      { numRuns: 60 },
    ));
});

describe('a workflow that begins from any beginning of a ledger', () => {
  it('brings every request as far as the whole ledger did', async () => {
    const script: readonly Deed[] = [
      { kind: 'ask', tier: 'BASE' },
      { kind: 'decide', request: 1, by: alice.id, means: 'approve' },
      { kind: 'decide', request: 1, by: amir.id, means: 'approve' },
      { kind: 'ask', tier: 'TRUSTED' },
    ];
    const { history, world: whole } = await live(script);
    const lastLine = history.at(-1)?.seq ?? 0;
    expect(lastLine).toBe(8);

    for (let seq = 3; seq <= lastLine; seq += 1) {
      const world = createWorld();
      world.works.tiers.set('thing 1', 'BASE').set('thing 2', 'TRUSTED');
      const shop = openShop({ world, history: history.filter((each) => each.seq <= seq) });

      await shop.workflow.resume();
      await settle();

      const known = (await shop.workflow.list(() => true)).map(({ id }) => id);
      for (const id of known) {
        expect(world.board.messages.get(`${id}/card`)).toBe(whole.board.messages.get(`${id}/card`));
        expect(world.board.messages.get(`${id}/dm`)).toBe(whole.board.messages.get(`${id}/dm`));
      }
      expect(known).toHaveLength(seq < 6 ? 1 : 2);
    }
  });
});
