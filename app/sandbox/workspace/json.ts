/** A JSON object of unknown contents, as it comes over the wire. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members: neither null nor an array. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object; an empty one if it is absent or something else. */
export const objectAt = (source: JsonObject, key: string): JsonObject => {
  const value = source[key];
  return isJsonObject(value) ? value : {};
};

/** The member as text; undefined if it is absent, empty or something else than text or a number. */
export const textAt = (source: JsonObject, key: string): string | undefined => {
  const value = source[key];
  if (typeof value === 'number') {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The objects in the member's array; none if it is absent or something else. */
export const objectsAt = (source: JsonObject, key: string): readonly JsonObject[] => {
  const value = source[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};

/** The member as a switch: `true` in JSON, `true` or `1` in a form. */
export const flagAt = (source: JsonObject, key: string): boolean => {
  const value = source[key];
  return value === true || value === 1 || value === 'true' || value === '1';
};

/** The members that are not undefined: what JSON would leave out anyway, made visible to comparisons. */
export const compact = (source: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
