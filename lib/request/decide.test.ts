import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { alice, dana } from './people.fixture.ts';
import { everyStatus, names, proposalOf, requestOf, wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest, RequestStatus } from './request.ts';
import type { RequestCommand } from './request-command.ts';

const approveBy = (by = alice): RequestCommand => ({
  do: 'approve',
  by: by.id,
  cause: 'req-click1',
});
const deny: RequestCommand = {
  do: 'deny',
  by: alice.id,
  cause: 'req-click1',
  reason: 'Use python:latest instead',
};

const decideOn = (request: ApprovalRequest | undefined, command: RequestCommand) =>
  decide(request, command, names);

/** What stands at the top of every line about the request. */
const always = {
  requestId: 'req-lamp001',
  requester: {
    id: 'slack:UDANA',
    slackUserId: 'UDANA',
    username: 'dana',
    displayName: 'dana of the tests',
    email: 'dana@example.com',
  },
  thing: 'lamp',
};

describe('opening a request', () => {
  it('records all that was asked for, under the name of its kind', () => {
    expect(decideOn(undefined, { do: 'open', proposal: proposalOf(1) })).toEqual({
      answer: 'done',
      events: [
        {
          ...always,
          ...proposalOf(1),
          event: 'thing.request.created',
          change: 'created',
          actor: dana.id,
          id: undefined,
          requester: always.requester,
        },
      ],
    });
  });

  it('approves it in the name of the policy where nobody needs to', () => {
    const { events } = decideOn(undefined, { do: 'open', proposal: proposalOf(0) });

    expect(events).toMatchObject([
      { event: 'thing.request.created', actor: dana.id, needed: 0 },
      { ...always, event: 'thing.request.approved', actor: 'system:policy', approvals: [] },
    ]);
    expect(events).toHaveLength(2);
  });

  it('a second time changes nothing', () => {
    expect(decideOn(requestOf(), { do: 'open', proposal: proposalOf(1) })).toEqual({
      answer: 'done',
      events: [],
    });
  });

  it('by somebody who is not in Slack says so in the line', () => {
    const ci = { id: 'key:ci', username: 'ci', displayName: 'CI', email: null } as const;
    const proposal = { ...proposalOf(1), requester: ci };

    expect(decideOn(undefined, { do: 'open', proposal }).events).toMatchObject([
      { actor: 'key:ci', requester: { ...ci, slackUserId: null } },
    ]);
  });
});

describe('the lines of a decision', () => {
  const running = requestOf({ status: 'running' });
  const approved = requestOf({ status: 'approved' });
  const cases: readonly (readonly [string, ApprovalRequest, RequestCommand, object])[] = [
    [
      'approval',
      requestOf(),
      approveBy(),
      { event: 'thing.request.approved', change: 'approved', actor: alice.id },
    ],
    [
      'first of two approvals',
      requestOf({ needed: 2 }),
      approveBy(),
      {
        event: 'request.approval',
        change: 'approval',
        actor: alice.id,
        approval: { by: alice.id, cause: 'req-click1' },
      },
    ],
    [
      'denial',
      requestOf(),
      deny,
      {
        event: 'thing.request.denied',
        change: 'denied',
        actor: alice.id,
        by: alice.id,
        cause: 'req-click1',
        reason: 'Use python:latest instead',
      },
    ],
    [
      'cancellation',
      requestOf(),
      { do: 'cancel', by: dana.id, cause: 'req-click2' },
      { event: 'thing.request.cancelled', change: 'cancelled', by: dana.id, actor: dana.id },
    ],
    [
      'voiding',
      approved,
      { do: 'void', reason: 'it has changed', wanted: wantedOf(2) },
      {
        event: 'thing.request.voided',
        change: 'voided',
        reason: 'it has changed',
        ...wantedOf(2),
      },
    ],
    [
      'start',
      approved,
      { do: 'start' },
      { event: 'thing.request.started', change: 'started', operationId: 'op-lamp001' },
    ],
    [
      'success',
      running,
      { do: 'finish', result: { place: '/srv' } },
      { event: 'thing.request.built', change: 'done', result: { place: '/srv' } },
    ],
    [
      'failure',
      running,
      { do: 'fail', code: 'X', reason: 'broken' },
      { event: 'thing.request.failed', change: 'failed', code: 'X', reason: 'broken' },
    ],
  ];

  it.each(cases)('tell of a %s, and of whose request it is', (_, request, command, line) => {
    const { events } = decideOn(request, command);

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ actor: 'system:workflow', ...always, ...line });
  });
});

describe('a command that comes too late', () => {
  const allowed: Readonly<Record<string, readonly RequestStatus[]>> = {
    approve: ['pending'],
    deny: ['pending'],
    cancel: ['pending'],
    void: ['approved'],
    start: ['approved'],
    finish: ['running'],
    fail: ['approved', 'running'],
  };
  const commands: readonly RequestCommand[] = [
    approveBy(),
    deny,
    { do: 'cancel', by: dana.id, cause: 'req-click1' },
    { do: 'void', reason: 'x', wanted: wantedOf(1) },
    { do: 'start' },
    { do: 'finish', result: {} },
    { do: 'fail', code: 'X', reason: 'x' },
  ];

  it.each(commands)('changes nothing: $do', (command) => {
    const took = everyStatus.filter(
      (status) => decideOn(requestOf({ status }), command).events.length > 0,
    );
    const late = everyStatus.filter(
      (status) => decideOn(requestOf({ status }), command).answer === 'late',
    );

    expect(took).toEqual(allowed[command.do]);
    expect(late).toEqual(everyStatus.filter((status) => !took.includes(status)));
    expect(decideOn(undefined, command)).toEqual({ events: [], answer: 'late' });
  });
});
