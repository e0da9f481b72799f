import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Effect, Operation } from '../operation/operation.ts';
import type { NewRequest } from './new-request.ts';
import { createOpener } from './open-request.ts';
import { alice, amir, aoki, createTown, dana, eve, principalOf } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';
import { createThingWorks } from './thing.fixture.ts';
import { policy } from './workflow.fixture.ts';

const { operation: plain } = createThingWorks();
const effects: readonly Effect[] = [{ operation: 'thing:build', target: 'lamp' }];
const ladder = { expiry: 3_600_000 };

/** An opener over these requests, whose changes are kept; people's memberships may be out of reach. */
const openerOver = (
  requests: readonly ApprovalRequest[],
  operations: readonly Operation[] = [],
  canAsk = true,
  joining: Verdict = 'done',
  met: Partial<ApprovalRequest> = {},
  town = createTown(),
) => {
  const taken: RequestCommand[] = [];
  const log = createRecordingLog();
  let questions = 0;
  const opener = createOpener({
    store: { list: async (where) => requests.filter(where) },
    find: (name) => operations.find((each) => each.name === name),
    ladder,
    found: new Set(),
    clock: createManualClock(Date.parse('2026-01-05T09:00:00.000Z')),
    log,
    policy,
    memberships: () => {
      questions += 1;
      return canAsk ? town.memberships() : Promise.reject(new Error('not now'));
    },
    change: async ({ id }, command) => {
      taken.push(command);
      return command.do === 'join'
        ? { request: requestOf({ ...met, id }), verdict: joining }
        : { request: requestOf({ id }), verdict: 'done' };
    },
  });
  const proposal = () => {
    const [command] = taken;
    return command?.do === 'open' ? command.proposal : undefined;
  };
  return { opener, taken, log, proposal, questions: () => questions };
};

const wishOf = (others: Partial<NewRequest> = {}, approvals = 1): NewRequest => ({
  operation: plain,
  args: { thing: 'lamp' },
  plan: {
    effects,
    facts: { thing: 'lamp' },
    resource: { type: 'Image', id: 'lamp', attributes: {} },
  },
  context: {
    principal: principalOf(dana),
    requestId: 'req-lamp002',
    operationId: 'op-lamp002',
  },
  receivedAt: Date.parse('2026-01-05T09:00:00.000Z'),
  decision: { kind: 'permit', approvals, reasons: ['because'] },
  ...others,
});

describe('what is opened', () => {
  it('knows whom it waits for and until when', async () => {
    const { opener, proposal } = openerOver([]);

    expect(await opener.open(wishOf())).toMatchObject({ kind: 'opened' });
    expect(proposal()).toMatchObject({
      id: 'req-lamp002',
      operationId: 'op-lamp002',
      needed: 1,
      policies: ['because'],
      asked: [alice.id, amir.id, aoki.id],
      deadlines: { expiresAt: '2026-01-05T10:00:00.000Z' },
    });
    expect(proposal()).not.toHaveProperty('channel');
    expect(proposal()).not.toHaveProperty('brokenGlass');
  });

  it('waits for nobody where no approval is needed, and so asks nobody who approvers are and has no deadline', async () => {
    const { opener, proposal, questions } = openerOver([]);

    await opener.open(wishOf({}, 0));

    expect(proposal()).toMatchObject({ needed: 0, asked: [] });
    expect(proposal()?.deadlines).toEqual({});
    expect(questions()).toBe(0);
  });

  it('knows who was passed over where the glass was broken, in which conversation, and for what', async () => {
    const { opener, proposal } = openerOver([]);

    await opener.open(wishOf({ incident: 'INC-1', channel: 'C0TYPED' }, 0));

    expect(proposal()).toMatchObject({
      needed: 0,
      asked: [alice.id, amir.id, aoki.id],
      channel: 'C0TYPED',
      brokenGlass: { incident: 'INC-1' },
    });
  });

  it('passes over all approvers where the glass was broken, however many, and names fifty of them where it waits', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `slack:UMANY${index}` as const);
    const town = createTown();
    many.forEach((id) => town.approvers.add(id));
    const broken = openerOver([], [], true, 'done', {}, town);
    const usual = openerOver([], [], true, 'done', {}, town);
    await broken.opener.open(wishOf({ incident: 'INC-1' }, 0));
    await usual.opener.open(wishOf());

    expect(broken.proposal()?.asked).toHaveLength(63);
    expect(usual.proposal()?.asked).toHaveLength(50);
  });

  it('is opened also where nobody can tell who may approve it, which the log says', async () => {
    const { opener, proposal, log } = openerOver([], [], false);

    await opener.open(wishOf());

    expect(proposal()).not.toHaveProperty('asked');
    expect(log.lines).toEqual([
      {
        level: 'warn',
        event: 'request.approvers_unknown',
        request_id: 'req-lamp002',
        error: 'not now',
      },
    ]);
  });
});

describe('what is asked for already', () => {
  const claiming: Operation = {
    ...plain,
    claim: ([effect]) => effect && { name: effect.target, content: effect.target },
  };
  const other: Operation = { ...plain, name: 'other' };
  const byEve = {
    principal: principalOf(eve),
    requestId: 'req-eve001',
    operationId: 'op-e',
  } as const;

  it('is joined where it has the same name, and not where what is open claims none or is of no operation any more', async () => {
    const operations = [claiming, other];
    const others = [
      requestOf({ id: 'req-other01', operation: 'other', effects }),
      requestOf({ id: 'req-gone01', operation: 'gone', effects }),
    ];
    const wish = wishOf({ operation: claiming, context: byEve });

    expect(await openerOver(others, operations).opener.open(wish)).toMatchObject({
      kind: 'opened',
      request: { id: 'req-eve001' },
    });
    const lamp = requestOf({ effects });
    const { opener, taken } = openerOver([...others, lamp], operations);
    expect(await opener.open(wish)).toMatchObject({ kind: 'joined', request: { id: lamp.id } });
    expect(taken).toEqual([
      {
        do: 'join',
        by: eve.id,
        cause: 'req-eve001',
        joiner: {
          id: eve.id,
          username: eve.username,
          displayName: eve.displayName,
          email: eve.email,
        },
        facts: { thing: 'lamp' },
      },
    ]);
  });

  it('is opened anew where the other one has ended between the look and the joining', async () => {
    const { opener, taken } = openerOver([requestOf({ effects })], [claiming], true, 'late');
    const wish = wishOf({ operation: claiming, context: byEve });

    expect(await opener.open(wish)).toMatchObject({
      kind: 'opened',
      request: { id: 'req-eve001' },
    });
    expect(taken.map((command) => command.do)).toEqual(['join', 'open']);
  });

  it('is not opened where the other one is done between the look and the joining', async () => {
    const done = { status: 'done', endedAt: '2026-01-05T09:00:00.000Z' } as const;
    const lamp = requestOf({ effects, status: 'running' });
    const { opener, taken } = openerOver([lamp], [claiming], true, 'late', done);

    const receivedAt = Date.parse('2026-01-05T08:59:59.000Z');
    const wish = wishOf({ operation: claiming, context: byEve, receivedAt });

    expect(await opener.open(wish)).toMatchObject({
      kind: 'ended',
      request: { id: lamp.id, status: 'done' },
    });
    expect(taken.map((command) => command.do)).toEqual(['join']);
  });

  it('is opened anew by what claims nothing for these effects, whatever is open', async () => {
    const silent: Operation = { ...plain, claim: () => undefined };
    const { opener } = openerOver([requestOf({ effects })], [silent]);

    expect(await opener.open(wishOf({ operation: silent }))).toMatchObject({
      kind: 'opened',
      request: { id: 'req-lamp002' },
    });
  });
});
