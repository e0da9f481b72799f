import type { ImageCatalogue } from './plan-image.ts';

/** The images of a catalogue whose names hold all of the words, in any case and order; all of them where there is no word. */
export const findImages = (
  { images }: Pick<ImageCatalogue, 'images'>,
  words: string,
): ImageCatalogue['images'] => {
  const parts = words.toLowerCase().split(/\s+/);
  return images.filter(({ name }) => parts.every((part) => name.toLowerCase().includes(part)));
};

/** An image as people choose between them, as `python:latest-dev (APPLICATION)`. */
export const describeImage = ({ name, tier }: ImageCatalogue['images'][number]): string =>
  `${name} (${tier})`;
