import { describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import * as fc from 'fast-check';
import type { ArgSpec, Input } from '../../../lib/command/spec.ts';
import { succeed } from '../../../lib/kernel/result.ts';
import { type Form, line } from '../../../lib/reply/reply.ts';
import { checkView } from '../../sandbox/workspace/block-kit/check-view.ts';
import { arbitraryPart } from './arbitrary-reply.fixture.ts';
import { readFormMemory, renderForm } from './render-form.ts';

const argument = (changed: Partial<ArgSpec> = {}): ArgSpec => ({
  at: 'option',
  label: 'Reason',
  hint: 'Why',
  placeholder: 'no longer needed',
  required: true,
  input: { kind: 'text', minLength: 10, maxLength: 500, multiline: true },
  check: succeed,
  ...changed,
});

const form = (changed: Partial<Form> = {}): Form => ({
  title: 'Deny request',
  submit: 'Deny',
  intro: [],
  operation: 'request-image deny',
  command: '/request-image deny req-abc123',
  given: { id: 'req-abc123' },
  dryRun: false,
  fields: { reason: argument() },
  ...changed,
});

/** The modal of a form that fits into one. */
const viewOf = (shown: Form, channel?: string): ModalView => {
  const view = renderForm(shown, channel);
  if (view === undefined) {
    throw new Error('the form does not fit');
  }
  return view;
};

describe('a form', () => {
  it('is a modal whose inputs are named after the arguments', () => {
    const view = viewOf(form({ intro: [line('Denying ', 'req-abc123')] }), 'C0GENERAL');
    expect(view).toMatchObject({
      type: 'modal',
      callback_id: 'form',
      title: { text: 'Deny request' },
      submit: { text: 'Deny' },
      close: { text: 'Cancel' },
      blocks: [
        { type: 'section', text: { text: 'Denying req-abc123' } },
        {
          type: 'input',
          block_id: 'reason',
          optional: false,
          label: { type: 'plain_text', text: 'Reason' },
          hint: { type: 'plain_text', text: 'Why' },
          element: {
            type: 'plain_text_input',
            action_id: 'value',
            multiline: true,
            min_length: 10,
            max_length: 500,
            placeholder: { type: 'plain_text', text: 'no longer needed' },
          },
        },
      ],
    });
    expect(checkView(view)).toEqual([]);
  });

  it('remembers the operation, what was given, and where the answer goes', () => {
    expect(readFormMemory(viewOf(form(), 'C0GENERAL').private_metadata ?? '')).toEqual({
      operation: 'request-image deny',
      given: { id: 'req-abc123' },
      dryRun: false,
      channel: 'C0GENERAL',
    });
    expect(readFormMemory(viewOf(form()).private_metadata ?? '')).not.toHaveProperty('channel');
  });

  it('offers choices as a menu, with the default chosen', () => {
    const input: Input = { kind: 'choice', options: ['services', 'full'] };
    const view = viewOf(
      form({ fields: { level: argument({ input, required: false, default: 'full' }) } }),
    );
    expect(view.blocks[0]).toMatchObject({
      optional: true,
      element: {
        type: 'static_select',
        options: [{ value: 'services' }, { value: 'full' }],
        initial_option: { text: { text: 'full' }, value: 'full' },
      },
    });
  });

  it('begins with no choice where the default is none of them', () => {
    const input: Input = { kind: 'choice', options: ['dev'] };
    const view = viewOf(form({ fields: { env: argument({ input, default: 'gone' }) } }));
    expect(view.blocks[0]).not.toHaveProperty('element.initial_option');
  });

  it('offers what is picked by searching as a menu whose options come while somebody types', () => {
    const input: Input = { kind: 'search', minLength: 1, maxLength: 255, minQuery: 2 };
    const view = viewOf(form({ fields: { image: argument({ input }) } }));
    expect(view.blocks[0]).toMatchObject({
      type: 'input',
      block_id: 'image',
      element: {
        type: 'external_select',
        action_id: 'value',
        min_query_length: 2,
        placeholder: { type: 'plain_text', text: 'no longer needed' },
      },
    });
    expect(view.blocks[0]).not.toHaveProperty('element.initial_option');
    expect(checkView(view)).toEqual([]);
  });

  it.each([
    ['x'.repeat(75), { text: { text: 'x'.repeat(75) }, value: 'x'.repeat(75) }],
    ['x'.repeat(76), undefined],
  ])('begins with the default of a search where it fits: %s', (initial, option) => {
    const input: Input = { kind: 'search', minLength: 1, maxLength: 255, minQuery: 0 };
    const view = viewOf(
      form({ fields: { image: argument({ input, required: false, default: initial }) } }),
    );
    expect(view.blocks[0]).toMatchObject(
      option === undefined ? {} : { element: { initial_option: option } },
    );
    expect(JSON.stringify(view).includes('initial_option')).toBe(option !== undefined);
    expect(checkView(view)).toEqual([]);
  });

  it('begins with the default text', () => {
    const view = viewOf(form({ fields: { reason: argument({ default: 'unused' }) } }));
    expect(view.blocks[0]).toMatchObject({ element: { initial_value: 'unused' } });
  });
});

/** A form that remembers so many characters in all. */
const remembering = (length: number): Form => {
  const empty = viewOf(form({ given: { reason: '' } }), 'C0GENERAL').private_metadata ?? '';
  return form({ given: { reason: 'x'.repeat(length - empty.length) } });
};

describe('what a form remembers', () => {
  it('may be as long as Slack takes it', () => {
    const view = viewOf(remembering(3_000), 'C0GENERAL');
    expect(view.private_metadata).toHaveLength(3_000);
    expect(checkView(view)).toEqual([]);
  });

  it('is never cut: where it does not fit there is no form', () => {
    expect(renderForm(remembering(3_001), 'C0GENERAL')).toBeUndefined();
  });

  it.each(['', 'req-abc123', '[]', 'null', '{"operation":1,"given":{},"dryRun":false}'])(
    'is nothing of ours when it is %j',
    (privateMetadata) => {
      expect(readFormMemory(privateMetadata)).toBeUndefined();
    },
  );
});

const words = (most: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength: most });

describe('any form', () => {
  const input: fc.Arbitrary<Input> = fc.oneof(
    fc
      .tuple(fc.nat(4_000), fc.integer({ min: 1, max: 4_000 }), fc.boolean())
      .map(([one, other, multiline]) => ({
        kind: 'text' as const,
        minLength: Math.min(one, other),
        maxLength: Math.max(one, other),
        multiline,
      })),
    fc.record({
      kind: fc.constant('search' as const),
      minLength: fc.nat(10),
      maxLength: fc.integer({ min: 10, max: 4_000 }),
      minQuery: fc.nat(5),
    }),
    fc
      .uniqueArray(fc.string({ minLength: 1, maxLength: 75 }), { minLength: 1, maxLength: 150 })
      .map((options) => ({ kind: 'choice' as const, options })),
  );
  const spec = fc
    .record({
      label: words(3_000),
      hint: words(3_000),
      placeholder: words(300),
      required: fc.boolean(),
      input,
    })
    .map(argument);

  it('becomes a modal that Slack takes', () => {
    fc.assert(
      fc.property(
        words(80),
        words(80),
        fc.array(arbitraryPart, { maxLength: 60 }),
        fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,20}$/), spec, { maxKeys: 8 }),
        (title, submit, intro, fields) => {
          expect(checkView(viewOf(form({ title, submit, intro, fields }), 'C0GENERAL'))).toEqual(
            [],
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
