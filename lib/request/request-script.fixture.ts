import * as fc from 'fast-check';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import { createMemoryLedger, type MemoryLedger } from '../ledger/memory-ledger.ts';
import { createStore, type Store } from '../ledger/store.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { alice, amir, aoki, dana, eve, oscar } from './people.fixture.ts';
import { names, proposalOf, wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';

/** The id of the one request that every script is about. */
export const id = 'req-lamp001';

/** A click is made by one person, means one thing, and may arrive several times. Dana may click too: who may is the policy's. */
type Click = { readonly by: PrincipalId; readonly means: 'approve' | 'deny' | 'cancel' | 'join' };

/** What happens next: the request is opened (perhaps again), somebody clicks, the daemon does something by itself, or is restarted. */
export type Step =
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

/** How many approvals the request needs, twelve clicks that can be made, and what happens in turn: the request is opened first. */
export const anyScript = fc.record({
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

/** The ledger, and the requests that are made of it. */
interface Live {
  readonly ledger: MemoryLedger;
  readonly store: Store<ApprovalRequest>;
}

/** The request of that history, as a process that starts with it has it. */
export const openWith = (history: readonly StoredEvent[]): Live => {
  const ledger = createMemoryLedger({ clock: createManualClock(), history });
  return { ledger, store: createStore({ ledger, history, prefix: 'request', evolve }) };
};

/** Plays a script, and resolves with what has come of it; `look` sees after each command the events before and after, and the verdict. */
export const play = async (
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
