import { describe, expect, it } from '@jest/globals';
import { option, position } from './command/arguments.ts';
import { text } from './command/value-types.ts';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import { done, type Operation, operation } from './operation/operation.ts';
import { plainText } from './reply/plain-text.ts';
import { line, replyOf } from './reply/reply.ts';
import { dana } from './request/people.fixture.ts';

/** Something that cannot be taken back: wrecking all that stands, which may be another lot by now. */
const openWreck = () => {
  const yard = { standing: ['shed'], isProtected: false, wrecked: 0 };
  const wreck: Operation = operation({
    name: 'wreck',
    summary: 'Wreck everything',
    example: '/wreck dev',
    form: { title: 'Confirm Wreck', submit: 'Wreck' },
    args: {
      place: position({
        label: 'Place',
        hint: 'Where',
        placeholder: 'dev',
        value: text({ max: 9 }),
      }),
      confirm: option({
        label: 'Confirmation',
        hint: 'Asked in a form',
        placeholder: 'dev',
        optional: true,
        value: text({ max: 9 }),
      }),
      plan: option({
        label: 'Plan',
        hint: 'What was read',
        placeholder: '0123456789ab',
        optional: true,
        value: text({ max: 12 }),
      }),
    },
    dryRun: true,
    action: 'environment:teardown',
    changes: true,
    check: ({ place, confirm }) =>
      confirm === undefined || confirm === place ? {} : { confirm: `Type '${place}' to confirm.` },
    confirmation: {
      argument: 'confirm',
      isNeeded: () => true,
      ask: ({ place = '' }, { effects }) => ({
        intro: [line(`Gone will be: ${effects.map(({ target }) => target).join(', ')}`)],
        label: `Type '${place}' to confirm`,
      }),
    },
    plan: async () => ({
      kind: 'planned',
      plan: {
        effects: yard.standing.map((target) => ({ operation: 'wreck', target })),
        resource: {
          type: 'Environment',
          id: 'dev',
          attributes: { protected: yard.isProtected },
        },
        facts: {},
      },
    }),
    execute: async () => {
      yard.wrecked += 1;
      return done(replyOf(line('Wrecked')));
    },
  });
  return { yard, house: furnishHouse({ more: [wreck] }) };
};

const submit = (form: { readonly given: Readonly<Record<string, string>> }, confirm: string) =>
  ({
    kind: 'form',
    operation: 'wreck',
    given: form.given,
    fields: { confirm },
    dryRun: false,
  }) as const;

describe('what cannot be taken back', () => {
  it('opens its form before it is planned, shows the plan, and does nothing yet', async () => {
    const { house, yard } = openWreck();

    const { forms } = await send(house, from(dana, '/wreck dev'));

    expect(house.journal).toEqual([
      'wrote attempt.received',
      'acknowledged',
      'prepared',
      'planned wreck',
      'wrote attempt.answered',
      'asked',
    ]);
    expect(forms).toMatchObject([
      {
        title: 'Confirm Wreck',
        given: { place: 'dev', plan: expect.stringMatching(/^[0-9a-f]{12}$/) },
        fields: { confirm: { label: "Type 'dev' to confirm", required: true } },
      },
    ]);
    expect(plainText({ parts: forms[0]?.intro ?? [] })).toBe('Gone will be: shed');
    expect(yard.wrecked).toBe(0);
  });

  it('is done once the right word is typed under that plan', async () => {
    const { house, yard } = openWreck();
    const {
      forms: [form = { given: {} }],
    } = await send(house, from(dana, '/wreck dev'));

    const surface = await send(house, from(dana, submit(form, 'dev')));

    expect(surface.replies).toEqual(['Wrecked']);
    expect(yard.wrecked).toBe(1);
  });

  it('is refused inside the form where another word is typed', async () => {
    const { house, yard } = openWreck();
    const {
      forms: [form = { given: {} }],
    } = await send(house, from(dana, '/wreck dev'));

    const { insides } = await send(house, from(dana, submit(form, 'prod')));

    expect(insides).toEqual([
      { kind: 'field-errors', errors: { confirm: "Type 'dev' to confirm." } },
    ]);
    expect(yard.wrecked).toBe(0);
  });

  it('is planned and asked anew where it would do something else by now', async () => {
    const { house, yard } = openWreck();
    const {
      forms: [form = { given: {} }],
    } = await send(house, from(dana, '/wreck dev'));
    yard.standing.push('barn');

    const { forms, replies } = await send(house, from(dana, submit(form, 'dev')));

    expect(replies).toEqual([]);
    expect(plainText({ parts: forms[0]?.intro ?? [] }).split('\n')).toEqual([
      '⚠️ What would happen has changed since you read it, so nothing was done.',
      'Gone will be: shed, barn',
    ]);
    expect(yard.wrecked).toBe(0);
    await send(house, from(dana, submit(forms[0] ?? form, 'dev')));
    expect(yard.wrecked).toBe(1);
  });

  it.each(['/wreck dev --confirm dev', '/wreck dev --plan 0123456789ab'])(
    'cannot be confirmed without having seen the plan, as by %s',
    async (words) => {
      const { house, yard } = openWreck();

      const { forms } = await send(house, from(dana, words));

      expect(forms).toHaveLength(1);
      expect(yard.wrecked).toBe(0);
    },
  );

  it('tells whoever may not do it so instead of the plan', async () => {
    const { house, yard } = openWreck();
    yard.isProtected = true;

    const { forms, replies } = await send(house, from(dana, '/wreck dev'));

    expect(forms).toEqual([]);
    expect(replies[0]).toContain('production is never stopped or torn down from chat');
    expect(house.journal).toContain('wrote attempt.decided');
  });

  it('is not asked for by a dry run, which shows what would happen', async () => {
    const { house, yard } = openWreck();

    const { replies } = await send(house, from(dana, '/wreck dev --dry-run'));

    expect(replies[0]).toContain('Dry run: nothing was changed');
    expect(yard.wrecked).toBe(0);
  });
});
