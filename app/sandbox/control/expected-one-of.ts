/** The words of a schema for a value that is none of these. */
export const expectedOneOf = (values: readonly string[]): string =>
  `expected one of: ${values.join(', ')}`;
