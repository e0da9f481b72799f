import type { Person } from '../identity/directory.ts';
import { settle } from '../kernel/deferred.fixture.ts';
import type { OperationId, RequestId } from '../kernel/ids.ts';
import { createManualClock, type ManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog, type RecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Ledger, StoredEvent } from '../ledger/ledger.ts';
import { createMemoryLedger, type MemoryLedger } from '../ledger/memory-ledger.ts';
import { createStore } from '../ledger/store.ts';
import { planOf } from '../operation/planned.fixture.ts';
import { loadPolicies } from '../policy/load-policies.ts';
import type { Policy } from '../policy/policy.ts';
import type { Notice, Noticeboard } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import { evolve } from './evolve.ts';
import type { LadderSettings } from './ladder.ts';
import { createTown, dana, principalOf, type Town } from './people.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { createThingWorks, type ThingWorks } from './thing.fixture.ts';
import { createWorkflow, type Workflow, type WorkflowPorts } from './workflow.ts';

/** A noticeboard that keeps its promise: posts once, edits on a new revision. */
export interface FakeBoard extends Noticeboard {
  /** The words of every message by `<request>/<kind>`, as they stand now. */
  readonly messages: Map<string, string>;
  /** The commands behind the buttons of every message by the same, as they stand now. */
  readonly commands: Map<string, readonly string[]>;
  readonly posts: string[];
  /** What the next calls come to instead: not shown, or (against the contract) a rejection. */
  readonly failures: ('not shown' | Error)[];
}

/** An empty board. */
export const createFakeBoard = (): FakeBoard => {
  const messages = new Map<string, string>();
  const commands = new Map<string, readonly string[]>();
  const revisions = new Map<string, string>();
  const posts: string[] = [];
  const failures: FakeBoard['failures'] = [];
  const show = async ({
    requestId,
    kind,
    reply,
    revision,
    onlyIfShown,
  }: Notice): Promise<boolean> => {
    const failure = failures.shift();
    if (failure instanceof Error) {
      throw failure;
    }
    if (failure !== undefined) {
      return false;
    }
    const key = `${requestId}/${kind}`;
    if (onlyIfShown === true && !revisions.has(key)) {
      return true;
    }
    if (!revisions.has(key)) {
      posts.push(key);
    }
    if (revisions.get(key) !== revision) {
      revisions.set(key, revision);
      messages.set(key, plainText(reply));
      commands.set(
        key,
        reply.parts.flatMap((part) =>
          part.kind === 'buttons' ? part.buttons.map(({ command }) => command) : [],
        ),
      );
    }
    return true;
  };
  return { messages, commands, posts, failures, show };
};

/** Everything that outlives a process: Slack, the functions, the people, the time. */
export interface World {
  readonly clock: ManualClock;
  readonly town: Town;
  readonly works: ThingWorks;
  readonly board: FakeBoard;
}

/** A world in which nothing has happened. */
export const createWorld = (clock = createManualClock()): World => ({
  clock,
  town: createTown(),
  works: createThingWorks(),
  board: createFakeBoard(),
});

/** The policies that ship, read once. */
export const policy: Policy = loadPolicies({});

/** What a workflow in a world works with, where that is other than usual. */
type Furnishing = Partial<Pick<WorkflowPorts, 'policy' | 'ladder' | 'findFreeze' | 'log'>> &
  Pick<WorkflowPorts, 'find'> & {
    readonly ledger: Ledger;
    readonly history?: readonly StoredEvent[];
  };

/** A workflow for these people and this time, over a ledger. */
export const openWorkflow = (
  { town, board, clock }: World,
  { ledger, history = [], ...others }: Furnishing,
): Workflow =>
  createWorkflow({
    store: createStore<ApprovalRequest>({ ledger, history, prefix: 'request', evolve }),
    identify: town.identify,
    memberships: town.memberships,
    ladder: {},
    policy,
    findFreeze: () => undefined,
    noticeboard: board,
    channels: { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' },
    clock,
    log: createRecordingLog(),
    ...others,
  });

/** One process of the workflow in a world. */
export interface Shop extends World {
  readonly workflow: Workflow;
  readonly ledger: MemoryLedger;
  readonly log: RecordingLog;
}

/** What is other than usual in a shop. */
export interface ShopOptions {
  readonly world?: World;
  readonly history?: readonly StoredEvent[];
  /** Stands between the workflow and the ledger. */
  readonly wrap?: (ledger: MemoryLedger) => Ledger;
  readonly policy?: Policy;
  /** How long requests wait; for ever unless told otherwise. */
  readonly ladder?: LadderSettings;
  /** Whether the operation is still there. */
  readonly hasOperation?: boolean;
}

/** Starts a process of the workflow; it resumes nothing by itself. */
export const openShop = (options: ShopOptions = {}): Shop => {
  const {
    world = createWorld(),
    history = [],
    wrap = (same) => same,
    hasOperation = true,
  } = options;
  const ledger = createMemoryLedger({ clock: world.clock, history });
  const log = createRecordingLog();
  const workflow = openWorkflow(world, {
    ledger: wrap(ledger),
    history,
    find: (name) => (hasOperation && name === 'thing' ? world.works.operation : undefined),
    ladder: options.ladder ?? {},
    policy: options.policy ?? policy,
    log,
  });
  return { ...world, workflow, ledger, log };
};

const idsOf = (
  number: number,
): { readonly requestId: RequestId; readonly operationId: OperationId } => ({
  requestId: `req-thing${number}`,
  operationId: `op-thing${number}`,
});

/** Dana (or somebody else) asks for a thing, as the flow does it: planned, decided, opened. */
export const askFor = async (
  shop: Pick<Shop, 'works' | 'workflow' | 'clock'>,
  thing: string,
  number = 1,
  by: Person = dana,
): Promise<ApprovalRequest> => {
  const { operation } = shop.works;
  const context = { principal: principalOf(by), ...idsOf(number) };
  const args = { thing };
  const plan = await planOf(operation, args, context);
  const question = {
    principal: context.principal,
    action: operation.action,
    resource: plan.resource,
  };
  const decision = policy.decide(question);
  if (decision.kind === 'deny') {
    throw new Error('the policy said no');
  }
  return (
    await shop.workflow.open({
      operation,
      args,
      plan,
      context,
      receivedAt: shop.clock.now(),
      decision,
    })
  ).request;
};

/** An approval that the policy has let through. */
export const approve = async (
  { workflow }: Pick<Shop, 'workflow'>,
  id: RequestId,
  by: Person,
  cause: RequestId = `req-${by.username}1`,
): Promise<string | undefined> =>
  (await workflow.take(id, { do: 'approve', by: by.id, cause }))?.verdict;

/** Waits until everything has happened that happens without the time going on. */
export const quiet = async ({ workflow }: Pick<Shop, 'workflow'>): Promise<void> => {
  await workflow.idle();
  await settle();
  await workflow.idle();
};

/** The names of a request's events, in order. */
export const eventsOf = ({ ledger }: Pick<Shop, 'ledger'>): readonly string[] =>
  ledger.history.map(({ event }) => event);
