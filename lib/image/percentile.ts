/**
 * The value below or at which `percent` per cent of the values lie, by nearest rank: of n values in ascending order the one at the
 * place ⌈percent/100 · n⌉, counted from 1. So it is always one of them, never a mean of two. `percent` is above 0 and at most 100;
 * undefined where there are no values.
 */
export const percentile = (values: readonly number[], percent: number): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1];
