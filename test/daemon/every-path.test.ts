import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { waysToApprove, waysToDeny } from './approving.ts';
import { answerAfter, ask, provisionings, requestImage } from './asking.ts';
import { crowd, recordedOf, timesRecorded } from './crowd.ts';
import { buildTown, type Town } from './town.ts';

/** Each way with every other one. */
const pairs = waysToApprove.flatMap(([first, one], index) =>
  waysToApprove.slice(index + 1).map(([second, other]) => [first, second, one, other] as const),
);

let town: Town;
let eve: Person;
const serial = { last: 0 };
beforeAll(async () => {
  town = await buildTown({ seed: crowd, rateLimits: false });
  eve = town.workspace.person('U0EVE');
  // Who sees the card can click on it, whether or not they may.
  for (const id of ['U0DANA', 'U0EVE']) {
    town.workspace.join('C0APPROVALS', id);
  }
  await town.start();
});
// So that a form that should not be there is found by one test and not by the next as well.
afterEach(() =>
  [town.alice, town.amir, town.gwen, eve]
    .filter(({ modal }) => modal !== undefined)
    .forEach((person) => person.closesModal({ whole: true })),
);
afterAll(() => town.stop());

/** A request under a name of its own, so that a hole in one path is not taken for another's. */
const request = async (image: string, person = town.dana): Promise<string> => {
  serial.last += 1;
  return (await requestImage(town, person, `${image} --name every-path-${serial.last}`)).id;
};

const status = (id: string): Promise<string> =>
  ask(town, town.alice, `/request-image status ${id}`);

const provisioned = (id: string): Promise<void> =>
  town.workspace
    .until(() => town.dana.dms().some(({ text }) => text.includes(id)), {
      what: `the end of ${id}`,
      within: 15_000,
    })
    .then(() => undefined);

/** The last decision was to deny this, and it is recorded with whom and why. */
const expectDenied = async (person: Person, id: string, action: string): Promise<void> => {
  const last = (await town.ledger()).filter(({ event }) => event === 'attempt.decided').at(-1);
  expect(last).toMatchObject({
    actor: `slack:${person.id}`,
    decision: 'deny',
    policies: [`no policy permits ${action}`],
    plan: [{ operation: action, target: id }],
  });
};

describe('a quorum of two', () => {
  it.each(pairs)(
    'is not one person twice, by %s and by %s, but is two people so',
    async (_first, _second, one, other) => {
      const id = await request('wolfi-base:latest');
      const before = provisionings(town);

      expect(await one(town, town.alice, id)).toContain('counts: 1 of 2');
      expect(await other(town, town.alice, id)).toContain('already: 1 of 2');
      const half = await status(id);
      expect(half).toContain('Status: Pending approval');
      expect(half).toContain('Approvals: 1 of 2');
      expect(provisionings(town)).toBe(before);

      expect(await other(town, town.amir, id)).toContain('You approved');
      await provisioned(id);
      expect(await status(id)).toContain('Approved by: <@U0ALICE>, <@U0AMIR>');
      expect(provisionings(town)).toBe(before + 1);
    },
    60_000,
  );
});

describe('two approvers at the same moment', () => {
  it.each(pairs)(
    'by %s and by %s: it is provisioned once, and both are answered',
    async (_first, _second, one, other) => {
      const id = await request('python:latest');
      const before = provisionings(town);

      const answers = await Promise.all([one(town, town.alice, id), other(town, town.amir, id)]);

      expect(answers.filter((answer) => answer.includes(`You approved ${id}`))).toHaveLength(1);
      expect(
        answers.filter((answer) => answer.includes('already; nothing was changed')),
      ).toHaveLength(1);
      await provisioned(id);
      expect(provisionings(town)).toBe(before + 1);
      expect(await timesRecorded(town, id, 'image.request.approved')).toBe(1);
      expect(await timesRecorded(town, id, 'image.request.provisioned')).toBe(1);
    },
    60_000,
  );
});

describe('whoever is no approver', () => {
  it.each(waysToApprove)('cannot approve by %s, and that is recorded', async (_, approve) => {
    const id = await request('node:latest');
    expect(await approve(town, eve, id)).toContain(
      'Error: Not allowed: no policy permits request:approve',
    );
    await expectDenied(eve, id, 'request:approve');
    expect(await status(id)).toContain('Status: Pending approval');
  });

  it.each(waysToDeny)('is told so before any form asks for a reason, by %s', async (_, deny) => {
    const id = await request('node:latest');
    const opened = town.workspace.calls('views.open').length;
    const answer = await deny(town, eve, id);
    expect(answer).toContain('Error: Not allowed: no policy permits request:deny');
    expect(answer).not.toContain('[');
    expect(eve.modal).toBeUndefined();
    expect(town.workspace.calls('views.open')).toHaveLength(opened);
    await expectDenied(eve, id, 'request:deny');
  });
});

describe('whoever is a guest', () => {
  it.each(['approve', 'deny', 'cancel'])('is shown no form to %s a request', async (verb) => {
    const id = await request('node:latest');
    expect(await ask(town, town.gwen, `/request-image ${verb} ${id}`)).toContain(
      'only full members of the workspace may use Quartermaster',
    );
    expect(town.gwen.modal).toBeUndefined();
  });
});

describe('a denial of which nothing is said', () => {
  it('is asked for its request and its reason by a form', async () => {
    const id = await request('node:latest');
    await town.alice.types('C0GENERAL', '/request-image deny');
    const modal = await town.workspace.until(() => town.alice.modal, { what: 'the form' });
    expect(modal.fields.map(({ label }) => label)).toEqual(['Request ID', 'Reason']);
    expect(
      await answerAfter(town, town.alice, () =>
        town.alice.submits({ 'Request ID': id, Reason: 'We have another one' }),
      ),
    ).toContain('You denied');
  });
});

describe('nobody decides on what they want themselves', () => {
  const own = 'nobody approves their own request';
  const joined = 'nobody approves what they asked for too';

  it.each(waysToApprove)('who joined cannot approve it by %s', async (_, approve) => {
    const id = await request('go:latest');
    const name = `every-path-${serial.last}`;
    expect(
      await ask(
        town,
        town.amir,
        `/request-image go:latest --name ${name} --justification "Need it as well as Dana"`,
      ),
    ).toContain('you have joined that request');

    expect(await approve(town, town.amir, id)).toContain(joined);
    expect(await timesRecorded(town, id, 'image.request.approved')).toBe(0);
    const decided = (await town.ledger()).filter(({ event }) => event === 'attempt.decided');
    expect(decided.at(-1)).toMatchObject({
      actor: 'slack:U0AMIR',
      decision: 'deny',
      policies: [joined],
    });
  });

  it.each(waysToDeny)(
    'an approver cannot deny their own by %s, and sees no form',
    async (_, deny) => {
      const id = await request('go:latest', town.alice);
      const answer = await deny(town, town.alice, id);
      expect(answer).toContain('nobody denies their own request, which they may cancel');
      expect(answer).not.toContain('[');
      expect(town.alice.modal).toBeUndefined();
      expect((await recordedOf(town, id)).map(({ event }) => event)).not.toContain(
        'image.request.denied',
      );
    },
  );

  it.each(waysToApprove)(
    'the second of two for a base image is not its requester, by %s',
    async (_, approve) => {
      const id = await request('wolfi-base:latest', town.alice);
      const before = provisionings(town);
      expect(await ask(town, town.amir, `/request-image approve ${id}`)).toContain('1 of 2');
      expect(await approve(town, town.alice, id)).toContain(own);
      expect(await status(id)).toContain('Approvals: 1 of 2');
      expect(provisionings(town)).toBe(before);
    },
  );
});
