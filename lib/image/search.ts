import { position } from '../command/arguments.ts';
import { text } from '../command/value-types.ts';
import { type Operation, operation } from '../operation/operation.ts';
import { line, list, note, replyOf, title } from '../reply/reply.ts';
import type { AskCatalogue } from './ask-catalogue.ts';

/** How many images an answer shows; the rest is counted. */
const shown = 20;

const words = position({
  label: 'Words',
  hint: 'Parts of the name',
  placeholder: 'python',
  value: text({ max: 100 }),
});

/** `/request-image search`: the images of the catalogue whose names hold all of the words. */
export const searchOperation = (askCatalogue: AskCatalogue): Operation =>
  operation({
    name: 'request-image search',
    summary: 'Search the catalogue',
    example: '/request-image search python',
    args: { words },
    dryRun: false,
    action: 'image:search',
    changes: false,
    plan: async (values) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'image:search', target: values.words }],
        resource: { type: 'Operation', id: 'request-image search', attributes: {} },
        facts: {},
      },
    }),
    execute: async ([effect], context) => {
      const answer = await askCatalogue(context);
      if (!answer.ok) {
        return { kind: 'failed', refusal: answer.error };
      }
      const parts = (effect?.target ?? '').toLowerCase().split(/\s+/);
      const found = answer.value.images.filter(({ name }) =>
        parts.every((part) => name.includes(part)),
      );
      const reply = replyOf(
        title('Images'),
        found.length === 0
          ? line('None has that in its name. https://images.chainguard.dev shows all there are.')
          : list(found.slice(0, shown).map(({ name, tier }) => `${name} (${tier})`)),
        ...(found.length > shown ? [note(`and ${found.length - shown} more; add a word`)] : []),
      );
      return { kind: 'done', reply, facts: {} };
    },
  });
