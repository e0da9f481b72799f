import { describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import type { Words } from './operation/attempt.ts';
import { plainText } from './reply/plain-text.ts';
import { alice, dana } from './request/people.fixture.ts';

const form = (
  fields: Readonly<Record<string, string>>,
  others: Partial<Extract<Words, { kind: 'form' }>> = {},
): Words => ({ kind: 'form', operation: 'thing', given: {}, fields, dryRun: false, ...others });

describe('a command that lacks something', () => {
  it('is answered with the form that asks for it, after the acknowledgement', async () => {
    const house = furnishHouse();

    const { forms, replies, insides } = await send(house, from(dana, '/thing --dry-run'));

    expect(forms).toMatchObject([
      {
        title: 'Request a thing',
        submit: 'Submit',
        operation: 'thing',
        command: '/thing --dry-run',
        given: {},
        dryRun: true,
      },
    ]);
    expect(Object.keys(forms[0]?.fields ?? {})).toEqual(['thing']);
    expect(insides).toEqual([undefined]);
    expect(replies).toEqual([]);
    expect(house.journal).not.toContain('planned thing');
    expect(house.ledger.history).toMatchObject([
      { event: 'attempt.received', changes: false },
      { event: 'attempt.answered', end: 'asked' },
    ]);
  });

  it('keeps what was given and asks only for the rest, under the title of its own', async () => {
    const house = furnishHouse();
    await send(house, from(dana, '/thing lamp'));

    const { forms } = await send(house, from(alice, '/thing deny req-asked1'));

    expect(forms).toMatchObject([
      {
        title: 'Deny request',
        submit: 'Deny',
        operation: 'thing deny',
        given: { id: 'req-asked1' },
        dryRun: false,
      },
    ]);
    expect(Object.keys(forms[0]?.fields ?? {})).toEqual(['reason']);
  });

  it('asks for the request too, where a denial names none', async () => {
    const { forms, replies } = await send(furnishHouse(), from(alice, '/thing deny'));

    expect(replies).toEqual([]);
    expect(Object.keys(forms[0]?.fields ?? {})).toEqual(['id', 'reason']);
  });
});

describe('a command that lacks something and that its sender may not give', () => {
  it.each(['approve', 'deny', 'cancel', 'review'])(
    'is denied to a guest who names no request: %s',
    async (verb) => {
      const house = furnishHouse();
      house.town.people.set(dana.id, { ...dana, kind: 'guest' });

      const { forms, replies } = await send(house, from(dana, `/thing ${verb}`));

      expect(forms).toEqual([]);
      expect(replies[0]).toContain('only full members');
    },
  );

  it('is denied to a guest, who gets no form', async () => {
    const house = furnishHouse();
    house.town.people.set(dana.id, { ...dana, kind: 'guest' });

    const { forms, replies } = await send(house, from(dana, '/thing'));

    expect(forms).toEqual([]);
    expect(replies).toEqual([
      'Error: Not allowed: only full members of the workspace may use Quartermaster. If you think that this is wrong, ask an approver.\n(req-asked1)',
    ]);
    expect(house.ledger.history).toMatchObject([
      { event: 'attempt.received' },
      { event: 'attempt.decided', decision: 'deny' },
      { event: 'attempt.answered', end: 'denied' },
    ]);
  });

  it('is denied to whom the workspace does not know', async () => {
    const house = furnishHouse();

    const { forms, replies } = await send(house, from({ id: 'slack:UNOBODY' }, '/thing'));

    expect(forms).toEqual([]);
    expect(replies[0]).toContain('Not allowed: I do not know who you are.');
  });

  it('is denied to who is no approver and clicks on deny', async () => {
    const house = furnishHouse();
    await send(house, from(dana, '/thing lamp'));
    house.town.approvers.delete(alice.id);

    const { forms, replies } = await send(house, from(alice, '/thing deny req-asked1'));

    expect(forms).toEqual([]);
    expect(replies[0]).toContain('Error: Not allowed: ');
    expect(house.ledger.history.slice(-2)).toMatchObject([
      { event: 'attempt.decided', decision: 'deny', id: 'req-asked2' },
      { event: 'attempt.answered', end: 'denied', id: 'req-asked2' },
    ]);
    expect(await house.workflow.load('req-asked1')).toMatchObject({ status: 'pending' });
  });

  it('is refused where it is about a request that is not there', async () => {
    const house = furnishHouse();

    const { forms, replies } = await send(house, from(alice, '/thing deny req-nothing'));

    expect(forms).toEqual([]);
    expect(replies).toEqual([
      'Error: There is no request req-nothing. /thing list shows yours.\n(req-asked1)',
    ]);
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'refused' });
  });

  it('gets no form while the directory cannot tell who they are', async () => {
    const house = furnishHouse();
    house.town.failures = 1;

    const { forms, replies } = await send(house, from(dana, '/thing'));

    expect(forms).toEqual([]);
    expect(replies[0]).toContain('I cannot find out who you are right now');
  });
});

describe('a form that comes back', () => {
  it('is the command that it completes', async () => {
    const house = furnishHouse();

    const { replies } = await send(house, from(dana, form({ thing: 'lamp' })));

    expect(replies[0]).toContain('Request submitted!');
    expect(house.journal.slice(0, 3)).toEqual([
      'wrote attempt.received',
      'acknowledged',
      'planned thing',
    ]);
  });

  it('is only tried where the command was', async () => {
    const house = furnishHouse();

    const { replies } = await send(house, from(dana, form({ thing: 'lamp' }, { dryRun: true })));

    expect(replies[0]).toContain('Dry run: nothing was changed');
  });

  it('is told inside the acknowledgement what is wrong with which field', async () => {
    const house = furnishHouse();

    const { insides, replies } = await send(house, from(dana, form({ thing: 'x'.repeat(21) })));

    expect(insides).toEqual([
      {
        kind: 'field-errors',
        errors: { thing: 'Write at most 20 characters; this has 21.' },
      },
    ]);
    expect(replies).toEqual([]);
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'unparsable' });
  });

  it('of an older version, which lacks the field at fault, is told what is wrong aloud', async () => {
    const house = furnishHouse();

    const { insides } = await send(house, from(dana, form({})));

    const [inside] = insides;
    expect(inside?.kind === 'reply' && plainText(inside.reply)).toBe(
      'Error: Thing is missing. Please type the command anew.\n(req-asked1)',
    );
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'unparsable' });
  });

  it('for an operation that is gone is told so', async () => {
    const house = furnishHouse({ hasThings: false });

    const { insides } = await send(house, from(dana, form({ thing: 'lamp' })));

    const [inside] = insides;
    expect(inside?.kind === 'reply' && plainText(inside.reply)).toBe(
      "Error: There is no operation 'thing' any more. Please type the command anew.\n(req-asked1)",
    );
    expect(house.ledger.history.at(-1)).toMatchObject({ end: 'refused' });
  });
});
