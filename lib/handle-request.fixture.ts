import { createRequestHandler, type RequestHandler } from './handle-request.ts';
import type { Person } from './identity/directory.ts';
import type { IdSource } from './kernel/ids.ts';
import { createRecordingLog, type RecordingLog } from './kernel/recording-log.fixture.ts';
import type { Ledger, StoredEvent } from './ledger/ledger.ts';
import { createMemoryLedger, type MemoryLedger } from './ledger/memory-ledger.ts';
import type { Incoming, Words } from './operation/attempt.ts';
import { type AttemptLog, createAttemptLog } from './operation/attempt-log.ts';
import { createCatalogue } from './operation/catalogue.ts';
import { createChangeLimit } from './operation/change-limit.ts';
import type { FindFreeze } from './operation/freeze.ts';
import { done, type Operation, type Outcome, operation } from './operation/operation.ts';
import type { Inside, Surface } from './operation/surface.ts';
import type { Policy } from './policy/policy.ts';
import { plainText } from './reply/plain-text.ts';
import { type Form, line, type Reply, replyOf } from './reply/reply.ts';
import { anyRequestOperations, requestOperations } from './request/request-operations.ts';
import { createWorld, openWorkflow, policy, type World } from './request/workflow.fixture.ts';
import type { Workflow } from './request/workflow.ts';

/** What happened, in order: lines that became durable, what was said, planned and executed. */
export type Journal = string[];

/** A surface that keeps what it was told. */
export interface FakeSurface extends Surface {
  readonly insides: readonly (Inside | undefined)[];
  readonly replies: readonly string[];
  readonly forms: readonly Form[];
}

/** A surface that writes into the journal. */
export const createFakeSurface = (journal: Journal): FakeSurface => {
  const insides: (Inside | undefined)[] = [];
  const replies: string[] = [];
  const forms: Form[] = [];
  const reply = async (said: Reply): Promise<void> => {
    journal.push('replied');
    replies.push(plainText(said));
  };
  const ask = async (form: Form): Promise<void> => {
    journal.push('asked');
    forms.push(form);
  };
  return {
    insides,
    replies,
    forms,
    acknowledge: async (inside) => {
      journal.push('acknowledged');
      insides.push(inside);
    },
    reply,
    ask,
    prepare: async () => {
      journal.push('prepared');
      return { ask, reply };
    },
  };
};

/** A whole house over a world: things on request, a switch that changes at once, a look that changes nothing. */
export interface TestHouse extends World {
  readonly handler: RequestHandler;
  readonly attempts: AttemptLog;
  readonly workflow: Workflow;
  readonly ledger: MemoryLedger;
  readonly log: RecordingLog;
  readonly journal: Journal;
  /** What the next executions of the switch come to; a thrown error too. */
  readonly outcomes: (Outcome | Error)[];
}

const inEnvironment = (
  name: string,
  action: string,
  changes: boolean,
  execute: Operation['execute'],
): Operation =>
  operation({
    name,
    summary: 'Do something in dev',
    example: `/${name}`,
    args: {},
    dryRun: true,
    action,
    changes,
    plan: async () => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: action, target: 'dev', size: '2' }],
        resource: { type: 'Environment', id: 'dev', attributes: { protected: false } },
        facts: {},
      },
    }),
    execute,
  });

const noting = (each: Operation, journal: Journal): Operation => ({
  ...each,
  plan: (values, context) => {
    journal.push(`planned ${each.name}`);
    return each.plan(values, context);
  },
  execute: (effects, context) => {
    journal.push(`executed ${each.name}`);
    return each.execute(effects, context);
  },
});

const notingLedger = (ledger: Ledger, journal: Journal): Ledger => ({
  ...ledger,
  append: async (stream, version, events) => {
    const stored = await ledger.append(stream, version, events);
    journal.push(...events.map(({ event }) => `wrote ${event}`));
    return stored;
  },
});

/** What is other than usual in a house. */
export interface HouseOptions {
  readonly world?: World;
  readonly history?: readonly StoredEvent[];
  readonly policy?: Policy;
  /** Stands before the ledger. */
  readonly wrap?: (ledger: MemoryLedger) => Ledger;
  /** Whether the operations on things are still there. */
  readonly hasThings?: boolean;
  /** How many changes one person may ask for within a minute; more than any test does unless it says otherwise. */
  readonly changesPerMinute?: number;
  /** The freeze that covers an operation; none unless it says otherwise. */
  readonly findFreeze?: FindFreeze;
  /** Operations besides the usual ones. */
  readonly more?: readonly Operation[];
}

const nextOf = async (outcomes: (Outcome | Error)[]): Promise<Outcome> => {
  const outcome = outcomes.shift() ?? done(replyOf(line('Switched')));
  if (outcome instanceof Error) {
    throw outcome;
  }
  return outcome;
};

/** Ids by number, after the first `count` ones. */
const countingIds = (count: number): IdSource => {
  let last = count;
  return {
    request: () => {
      last += 1;
      return `req-asked${last}`;
    },
    operation: () => `op-asked${last}`,
  };
};

/** Furnishes a house; it resumes nothing by itself. */
export const furnishHouse = (options: HouseOptions = {}): TestHouse => {
  const { world = createWorld(), history = [], wrap = (same) => same } = options;
  const { clock, town, works } = world;
  const journal: Journal = [];
  const outcomes: (Outcome | Error)[] = [];
  const memory = createMemoryLedger({ clock, history });
  const ledger = notingLedger(wrap(memory), journal);
  const log = createRecordingLog();
  const asked = options.policy ?? policy;
  const findFreeze = options.findFreeze ?? (() => undefined);
  const workflow = openWorkflow(world, {
    ledger,
    history,
    find: (name) => catalogue.find(name),
    policy: asked,
    findFreeze,
    log,
  });
  const things = [
    { ...works.operation, proposal: 'image:request' },
    ...requestOperations({ root: 'thing', listAction: 'image:list', workflow }),
  ];
  const catalogue = createCatalogue(
    [
      ...(options.hasThings === false ? [] : things),
      inEnvironment('switch', 'environment:start', true, () => nextOf(outcomes)),
      inEnvironment('look', 'environment:status', false, () => nextOf(outcomes)),
      ...anyRequestOperations(workflow),
      ...(options.more ?? []),
    ].map((each) => noting(each, journal)),
  );
  const attempts = createAttemptLog(ledger, history, clock, log);
  const handler = createRequestHandler({
    catalogue,
    attempts,
    changeLimit: createChangeLimit(options.changesPerMinute ?? 1_000, history, clock),
    identify: town.identify,
    policy: asked,
    findFreeze,
    workflow,
    ids: countingIds(history.length),
    clock,
    log,
  });
  return { ...world, handler, attempts, workflow, ledger: memory, log, journal, outcomes };
};

let keys = 0;

/** A request of somebody, under keys of its own: typed words with their slash, or a form. */
export const from = (by: Pick<Person, 'id'>, words: string | Words): Incoming => {
  keys += 1;
  const [root = '', ...rest] = typeof words === 'string' ? words.slice(1).split(' ') : [];
  return {
    principal: by.id,
    origin: { surface: 'slack/command' },
    words: typeof words === 'string' ? { kind: 'text', root, text: rest.join(' ') } : words,
    dedupeKeys: [`trigger-${keys}`, `envelope-${keys}`],
  };
};

/** Takes one request through the house, to its last answer. */
export const send = async (
  house: Pick<TestHouse, 'handler' | 'journal'>,
  incoming: Incoming,
): Promise<FakeSurface> => {
  const surface = createFakeSurface(house.journal);
  await house.handler.handle(incoming, surface);
  return surface;
};
