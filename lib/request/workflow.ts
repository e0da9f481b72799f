import type { Clock, EpochMillis } from '../kernel/clock.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Store } from '../ledger/store.ts';
import type { Progress, RequestWording } from '../operation/operation.ts';
import type { Noticeboard } from '../reply/noticeboard.ts';
import type { StepPorts } from './before-start.ts';
import { decide } from './decide.ts';
import { createFollower, type Follower } from './follower.ts';
import { nextRung } from './ladder.ts';
import type { ChangeRequest, NewRequest, Opened, Taken } from './new-request.ts';
import { noticesFor } from './notices.ts';
import { createOpener } from './open-request.ts';
import type { NoticeChannels } from './own-notices.ts';
import { type ApprovalRequest, isEnded } from './request.ts';
import type { RequestCommand } from './request-command.ts';
import { createTeller, type Teller } from './teller.ts';
import { giveUp } from './wait-step.ts';
import { wordingFor } from './wording.ts';

/** The approval workflow: the only one who changes requests. */
export interface Workflow {
  /**
   * Opens a request, or joins the one that was opened for the same: durable when it resolves. Card and execution follow by themselves.
   * One that needs no approval waits for no other.
   */
  open(request: NewRequest): Promise<Opened>;
  /** Takes a command of somebody whom the policy let through; undefined when there is no such request. */
  take(id: RequestId, command: RequestCommand): Promise<Taken | undefined>;
  load(id: string): Promise<ApprovalRequest | undefined>;
  /** Looks at once how far a request is that goes on by itself, and not when its next look is due. */
  look(id: RequestId): void;
  list(where: (request: ApprovalRequest) => boolean): Promise<readonly ApprovalRequest[]>;
  readonly wordingOf: (request: Pick<ApprovalRequest, 'operation'>) => RequestWording;
  /** After a start: goes on with what was approved or running, and brings messages up to date. */
  resume(): Promise<void>;
  /** Before the end: what runs goes on, and what waits for another try is left to the next process. */
  rest(): void;
  /** Resolves when nothing is being executed or told. */
  idle(): Promise<void>;
}

/** What the workflow needs. */
export interface WorkflowPorts extends Omit<StepPorts, 'checked' | 'found' | 'finding' | 'clock'> {
  readonly store: Store<ApprovalRequest>;
  readonly noticeboard: Noticeboard;
  readonly channels: NoticeChannels;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when a request has changed; returns at once. */
  readonly onChange?: (request: ApprovalRequest) => void;
}

/** Records what a command came to, in the ledger and in the log; the only way in which a request changes. */
const createChanger =
  ({ store, log, onChange }: WorkflowPorts, wordingOf: Workflow['wordingOf']): ChangeRequest =>
  async (subject, command) => {
    const { id } = subject;
    const { state, answer } = await store.change(id, (request) =>
      decide(request, command, wordingOf(subject)),
    );
    if (state === undefined) {
      throw new Error(`the request ${id} is gone`);
    }
    log.info('request.changed', {
      request_id: id,
      command: command.do,
      verdict: answer,
      status: state.status,
    });
    onChange?.(state);
    return { request: state, verdict: answer };
  };

/** The follower of requests, and the teller to whom it says where they stand. */
const createFollowerAndTeller = (
  ports: WorkflowPorts,
  wordingOf: Workflow['wordingOf'],
  change: ChangeRequest,
  found: Set<RequestId>,
): { readonly follower: Follower; readonly teller: Teller } => {
  const { store, noticeboard, channels, clock, log } = ports;
  /** How far executions that go on by themselves were when they were looked at last. */
  const progress = new Map<RequestId, Progress>();
  const load = (id: string): Promise<ApprovalRequest | undefined> => store.load(id);
  const teller = createTeller({
    noticeboard,
    noticesFor: (request) =>
      noticesFor(request, wordingOf(request), channels, progress.get(request.id)),
    load,
    clock,
    log,
  });
  const follower = createFollower({
    steps: { ...ports, found, finding: createSequence(), checked: new Set() },
    load,
    take: async (request, command) => {
      await change(request, command);
    },
    tell: (request, look) => {
      if (look !== undefined) {
        const elapsed = clock.now() - Date.parse(request.createdAt);
        progress.set(request.id, { ...look, elapsed });
      } else if (isEnded(request)) {
        progress.delete(request.id);
        found.delete(request.id);
      }
      teller.tell(request);
    },
    clock,
    log,
  });
  return { follower, teller };
};

/** Whether its time is over although nobody has noticed: whoever comes before the timer comes too late all the same. */
const isOverdue = (request: ApprovalRequest, now: EpochMillis): boolean => {
  const due = nextRung(request, now);
  return request.status === 'pending' && due?.kind === 'due' && due.rung === 'expire';
};

/** The workflow over a store of requests. */
export const createWorkflow = (ports: WorkflowPorts): Workflow => {
  const { store, clock, log } = ports;
  const found = new Set<RequestId>();
  const wordingOf: Workflow['wordingOf'] = ({ operation }) =>
    wordingFor(operation, ports.find(operation));
  const change = createChanger(ports, wordingOf);
  const { follower, teller } = createFollowerAndTeller(ports, wordingOf, change, found);
  const opener = createOpener({ ...ports, found, change });

  return {
    open: async (wish) => {
      const opened = await opener.open(wish);
      follower.follow(opened.request.id);
      return opened;
    },
    take: async (id, command) => {
      const known = await store.load(id);
      if (known === undefined) {
        return undefined;
      }
      if (isOverdue(known, clock.now())) {
        await change(known, giveUp(known));
      }
      const taken = await change(known, command);
      follower.follow(id);
      return taken;
    },
    load: (id) => store.load(id),
    look: (id) => follower.follow(id),
    list: (where) => store.list(where),
    wordingOf,
    resume: async () => {
      const all = await store.list(() => true);
      all.forEach(({ id }) => follower.follow(id));
      const open = all.filter((each) => !isEnded(each)).length;
      log.info('requests.resumed', { open, known: all.length });
    },
    rest: () => {
      follower.rest();
      teller.rest();
    },
    idle: async () => {
      await follower.idle();
      await teller.idle();
    },
  };
};
