import { position } from '../command/arguments.ts';
import { text } from '../command/value-types.ts';
import { done, type Operation, operation, planOfItself } from '../operation/operation.ts';
import { list, replyOf, title } from '../reply/reply.ts';
import type { AskCatalogue } from './ask-catalogue.ts';
import { describeImage, findImages } from './find-images.ts';

/** How many images an answer names; all are counted. */
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
    plan: async (values) => planOfItself('request-image search', 'image:search', values.words),
    execute: async ([effect], context) => {
      const catalogue = await askCatalogue(context);
      if (!catalogue.ok) {
        return { kind: 'failed', refusal: catalogue.error };
      }
      const found = findImages(catalogue.value, effect?.target ?? '');
      const names = found.slice(0, shown).map(describeImage);
      return done(replyOf(title(`Images found: ${found.length}`), list(names)));
    },
  });
