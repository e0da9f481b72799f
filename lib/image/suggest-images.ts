import { imageReferencePattern } from '../contract/image-reference.ts';
import type { Clock, Millis } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { isFault } from '../kernel/errors.ts';
import type { Suggest, Suggestion } from '../operation/operation.ts';
import type { AskCatalogue } from './ask-catalogue.ts';
import { describeImage, findImages } from './find-images.ts';
import { createKeptCatalogue } from './keep-catalogue.ts';
import { type ImageCatalogue, tierOf } from './plan-image.ts';

const isReference = (text: string): boolean => imageReferencePattern.test(text);

/** The name itself, then those that begin with it, then the others; each in the order of the catalogue. */
const byNearness = (
  images: ImageCatalogue['images'],
  typed: string,
): readonly ImageCatalogue['images'][number][] => {
  const wanted = typed.toLowerCase();
  const rankOf = (name: string): number => {
    const lower = name.toLowerCase();
    return [lower === wanted, lower.startsWith(wanted), true].indexOf(true);
  };
  return images.toSorted((one, other) => rankOf(one.name) - rankOf(other.name));
};

/**
 * The images that may be picked for what was typed, the nearest first: those whose names hold all of its words. What was typed itself
 * leads them if the catalogue allows it but does not name it: an entry without a tag stands for all tags.
 */
export const suggestImages = (
  written: string,
  catalogue: Pick<ImageCatalogue, 'images'>,
): readonly Suggestion[] => {
  const typed = written.trim();
  const found = byNearness(findImages(catalogue, typed), typed);
  const tier = isReference(typed) ? tierOf(typed, catalogue) : undefined;
  const isNamed = found.some(({ name }) => name === typed);
  const all = tier === undefined || isNamed ? found : [{ name: typed, tier }, ...found];
  return all.map((image) => ({ value: image.name, text: describeImage(image) }));
};

/** Whoever types does not wait longer for the catalogue; the call goes on, for the next key. */
const patience: Millis = 1_500;

/** What may be picked while nobody knows the catalogue: what was typed, if it is well-formed; the plan will check it. */
const suggestUnchecked = (written: string): readonly Suggestion[] => {
  const typed = written.trim();
  return isReference(typed) ? [{ value: typed, text: typed }] : [];
};

/**
 * Suggests images by a catalogue that is kept for a while, so that a key that is pressed is no call of the function. Where the
 * catalogue cannot be had in time, what was typed can be picked itself, so that the form can be sent all the same.
 */
export const suggestFromCatalogue = (askCatalogue: AskCatalogue, clock: Clock): Suggest => {
  const askKept = createKeptCatalogue(askCatalogue, clock);
  return async (typed, context) => {
    try {
      const asked = askKept(context);
      const catalogue = await withDeadline(clock, patience, 'asking for the catalogue', asked);
      return catalogue.ok ? suggestImages(typed, catalogue.value) : suggestUnchecked(typed);
    } catch (error) {
      if (isFault(error, 'DEADLINE_EXCEEDED')) {
        return suggestUnchecked(typed);
      }
      throw error;
    }
  };
};
