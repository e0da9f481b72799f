import * as fc from 'fast-check';
import type { Part, Reply, Span } from '../../../lib/reply/reply.ts';

/** Texts as nobody should write them: empty, huge, with markup, entities, breaks and characters outside of the plane. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '\n', '<!channel>', '&amp;', '`', '😀'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .tuple(fc.constantFrom('x', '<', '&', '😀', 'a b ', '\n'), fc.integer({ min: 50, max: 5_000 }))
    .map(([piece, times]) => piece.repeat(times)),
);

const span: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  hostileText.map((code) => ({ code })),
  fc.constantFrom<Span>({ person: 'slack:U0DANA' }, { person: 'schedule:nightly' }),
);

const sentence = fc.oneof(hostileText, fc.array(span, { maxLength: 5 }));

const button = fc.record(
  {
    label: hostileText,
    command: fc.string({ maxLength: 100 }).map((rest) => `/infra ${rest}`),
    style: fc.constantFrom<'primary' | 'danger'>('primary', 'danger'),
  },
  { requiredKeys: ['label', 'command'] },
);

/** Any part of a reply. */
export const arbitraryPart: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'line', 'note'), text: sentence }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: hostileText, value: sentence }), { maxLength: 24 }),
  }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(sentence, { maxLength: 30 }) }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(button, { maxLength: 60 }),
  }),
);

/** Any reply, from an empty one to one of many more parts than Slack takes. */
export const arbitraryReply: fc.Arbitrary<Reply> = fc
  .oneof(
    fc.array(arbitraryPart, { maxLength: 8 }),
    fc.array(arbitraryPart, { minLength: 60, maxLength: 90, size: 'max' }),
  )
  .map((parts) => ({ parts }));
