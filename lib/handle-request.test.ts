import { describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import type { Person } from './identity/directory.ts';
import { Fault } from './kernel/errors.ts';
import { alice, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

const endsOf = ({ ledger }: ReturnType<typeof furnishHouse>): readonly unknown[] =>
  ledger.history.filter(({ event }) => event === 'attempt.answered').map((event) => event['end']);

describe('a command that may change something', () => {
  it('is recorded, acknowledged, planned, decided, done, recorded and answered, in this order', async () => {
    const house = furnishHouse();

    const surface = await send(house, from(dana, '/switch'));

    expect(house.journal).toEqual([
      'wrote attempt.received',
      'acknowledged',
      'planned switch',
      'wrote attempt.decided',
      'executed switch',
      'wrote attempt.answered',
      'replied',
    ]);
    expect(surface.insides).toEqual([undefined]);
    expect(surface.replies).toEqual(['Switched']);
    expect(house.ledger.history).toMatchObject([
      { event: 'attempt.received', actor: dana.id, id: 'req-asked1', changes: true },
      { event: 'attempt.decided', id: 'req-asked1', decision: 'permit', approvals: 0 },
      { event: 'attempt.answered', id: 'req-asked1', end: 'answered' },
    ]);
  });

  it('becomes a request where approvals are needed, and is carried out only after them', async () => {
    const house = furnishHouse();

    const asked = await send(house, from(dana, '/thing lamp'));
    expect(asked.replies[0]?.split('\n')).toEqual([
      'Request submitted!',
      'Thing: lamp',
      'Request ID: req-asked1',
      'Status: Pending approval',
      "You'll receive a DM when this is approved or denied.",
    ]);
    expect(house.journal.slice(3, 7)).toEqual([
      'wrote attempt.decided',
      'wrote thing.request.created',
      'wrote attempt.answered',
      'replied',
    ]);
    const approved = await send(house, from(alice, '/thing approve req-asked1'));
    await quiet(house);

    expect(approved.replies).toEqual(['You approved req-asked1 (lamp).']);
    expect(house.works.calls).toEqual(['op-asked1']);
    expect(endsOf(house)).toEqual(['submitted', 'answered']);
  });

  it('becomes a request also where its kind always does and nobody needs to approve it', async () => {
    const house = furnishHouse();
    house.works.tiers.set('lamp', 'TRUSTED');

    const surface = await send(house, from(dana, '/thing lamp'));
    await quiet(house);

    expect(surface.replies[0]).toContain('Status: Approved automatically');
    expect(house.works.calls).toEqual(['op-asked1']);
  });

  it('is done for a dry run too where it only reads', async () => {
    const house = furnishHouse();

    const surface = await send(house, from(dana, '/look --dry-run'));

    expect(surface.replies).toEqual(['Switched']);
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'answered' });
  });

  it('that fails says why, with the id', async () => {
    const house = furnishHouse();
    house.outcomes.push({
      kind: 'failed',
      refusal: { code: 'CONFLICT', message: 'It is being switched.' },
    });

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies).toEqual(['Error: It is being switched.\n(req-asked1)']);
    expect(endsOf(house)).toEqual(['failed']);
  });
});

describe('a dry run', () => {
  it('shows what would happen and how many would have to approve, and opens nothing', async () => {
    const house = furnishHouse();
    house.works.tiers.set('lamp', 'BASE');

    const surface = await send(house, from(dana, '/thing lamp --dry-run'));

    expect(surface.replies[0]?.split('\n')).toEqual([
      'Dry run: nothing was changed',
      'Thing: lamp',
      'Team: none',
      'This would happen:',
      '- thing:build lamp, tier BASE',
      'Approvals needed: 2',
    ]);
    expect(await house.workflow.list(() => true)).toEqual([]);
    expect(house.attempts.unfinished()).toEqual([]);
    expect(house.ledger.history[0]).toMatchObject({ changes: false });
    expect(endsOf(house)).toEqual(['planned']);
  });

  it('executes nothing where no approval is needed either', async () => {
    const house = furnishHouse();

    await send(house, from(dana, '/switch --dry-run'));

    expect(house.journal).not.toContain('executed switch');
  });
});

describe('a denial', () => {
  const guest: Person = { ...dana, kind: 'guest' };

  it('of the proposal costs no plan, and is recorded before it is said', async () => {
    const house = furnishHouse();
    house.town.people.set(dana.id, guest);

    const surface = await send(house, from(dana, '/thing lamp'));

    expect(house.journal).toEqual([
      'wrote attempt.received',
      'acknowledged',
      'wrote attempt.decided',
      'wrote attempt.answered',
      'replied',
    ]);
    expect(surface.replies).toEqual([
      'Error: Not allowed: only full members of the workspace may use Quartermaster. If you think that this is wrong, ask an approver.\n(req-asked1)',
    ]);
    expect(house.ledger.history[1]).toMatchObject({
      decision: 'deny',
      policies: ['only full members of the workspace may use Quartermaster'],
    });
    expect(house.ledger.history[1]).not.toHaveProperty('plan');
    expect(endsOf(house)).toEqual(['denied']);
  });

  it('of the plan does nothing, and tells the policies that said no', async () => {
    const house = furnishHouse();
    house.town.approvers.add(dana.id);
    await send(house, from(dana, '/thing lamp'));

    const surface = await send(house, from(dana, '/thing approve req-asked1'));

    expect(surface.replies[0]).toContain('Not allowed: nobody approves their own request.');
    expect(house.journal).not.toContain('executed thing approve');
    expect(await house.workflow.load('req-asked1')).toMatchObject({ status: 'pending' });
    expect(house.ledger.history.at(-2)).toMatchObject({
      event: 'attempt.decided',
      decision: 'deny',
      plan: [{ operation: 'request:approve', target: 'req-asked1' }],
    });
  });

  it('by a policy that could not be asked says so and not what broke', async () => {
    const broken = { kind: 'deny', reasons: ['x'], fault: 'at cedar.ts:12' } as const;
    const house = furnishHouse({ policy: { decide: () => broken, permits: () => broken } });

    const surface = await send(house, from(dana, '/look'));

    expect(surface.replies).toEqual([
      'Error: Not allowed: the policy could not be asked properly, so nothing is permitted. Please tell an operator.\n(req-asked1)',
    ]);
  });

  it('meets whom the workspace does not know, before anything else', async () => {
    const house = furnishHouse();

    const surface = await send(house, from({ id: 'slack:UNOBODY' }, '/switch'));

    expect(surface.replies).toEqual([
      'Error: Not allowed: I do not know who you are. Only full members of the workspace may use Quartermaster.\n(req-asked1)',
    ]);
    expect(house.journal).not.toContain('planned switch');
    expect(endsOf(house)).toEqual(['denied']);
  });
});

describe('a command that cannot be planned', () => {
  it('is refused in the words of its plan, and no policy is asked for it', async () => {
    const house = furnishHouse();
    house.works.planRefusals.push({
      code: 'NOT_FOUND',
      message: ['There is no ', { code: 'lamp' }],
    });

    const surface = await send(house, from(dana, '/thing lamp'));

    expect(surface.replies).toEqual(['Error: There is no lamp\n(req-asked1)']);
    expect(house.journal).not.toContain('wrote attempt.decided');
    expect(endsOf(house)).toEqual(['refused']);
  });
});

describe('a fault', () => {
  it('of the directory says that nothing was done', async () => {
    const house = furnishHouse();
    house.town.failures = 1;

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies).toEqual([
      'Error: I cannot find out who you are right now, so nothing was done. Please try again in a minute.\n(req-asked1)',
    ]);
    expect(house.journal).not.toContain('planned switch');
    expect(endsOf(house)).toEqual(['failed']);
  });

  it('of the house gives the id and no internals, which only the log has', async () => {
    const house = furnishHouse();
    house.outcomes.push(new Error('xoxb-fake: x is not a function', { cause: new Error('deep') }));

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies).toEqual([
      'Error: Something went wrong on my side. Please try again; if it goes on, give the id to an operator.\n(req-asked1)',
    ]);
    expect(house.log.of('request.failed')).toMatchObject([
      { request_id: 'req-asked1', error: 'xoxb-fake: x is not a function: deep' },
    ]);
    expect(JSON.stringify(house.ledger.history)).not.toContain('xoxb');
    expect(endsOf(house)).toEqual(['failed']);
  });

  it('of another kind than the directory does not blame the directory', async () => {
    const house = furnishHouse();
    house.outcomes.push(new Fault('DEADLINE_EXCEEDED', 'too slow'));

    expect((await send(house, from(dana, '/switch'))).replies[0]).toContain('Something went wrong');
  });
});
