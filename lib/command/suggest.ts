import { distance } from 'fastest-levenshtein';

/** Edits between two words, where neighbours that changed places count as one (once in a word). */
const edits = (word: string, candidate: string): number => {
  const swapped = Array.from({ length: Math.max(word.length - 1, 0) }, (_, index) =>
    distance(
      word.slice(0, index) + word.charAt(index + 1) + word.charAt(index) + word.slice(index + 2),
      candidate,
    ),
  );
  return Math.min(distance(word, candidate), ...swapped.map((each) => each + 1));
};

/**
 * The candidate that was probably meant: at most two edits away, and fewer than half of the word's letters; the first
 * of the nearest. Case does not count. Undefined where nothing is near.
 */
export const suggest = (word: string, candidates: readonly string[]): string | undefined => {
  if (word.length > 64) {
    return undefined;
  }
  const limit = Math.min(2, Math.ceil(word.length / 2) - 1);
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const needed = edits(word.toLowerCase(), candidate.toLowerCase());
    if (needed <= limit && needed < (best?.edits ?? Number.POSITIVE_INFINITY)) {
      best = { candidate, edits: needed };
    }
  }
  return best?.candidate;
};
