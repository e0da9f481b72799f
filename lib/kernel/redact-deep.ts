import { types } from 'node:util';
import { isSecretKey } from './secret-shapes.ts';

const deepest = 32;
const mostValues = 50_000;
const unreadable = '[unreadable]';

interface Walk {
  readonly text: (text: string) => string;
  readonly replacement: string;
  /** The copies of the objects that were met; for those that the walk is still inside, a word that says so. */
  readonly copies: Map<object, unknown>;
  values: number;
}

const walkUnder = (key: unknown, value: unknown, walk: Walk, depth: number): unknown => {
  const isEmpty = value === undefined || value === null || typeof value === 'boolean';
  return typeof key === 'string' && isSecretKey(key) && !isEmpty
    ? walk.replacement
    : walkValue(value, walk, depth);
};

/** Reads a property, which may be a getter that throws. */
const readProperty = (object: object, key: string): unknown => {
  try {
    return Reflect.get(object, key);
  } catch {
    return unreadable;
  }
};

/** Keeps the class of an error, so that it is still told apart and shown as one. */
const copyError = (error: object, walk: Walk, depth: number): object => {
  const copy = {};
  Reflect.setPrototypeOf(copy, Reflect.getPrototypeOf(error));
  for (const key of Object.getOwnPropertyNames(error)) {
    Object.defineProperty(copy, key, {
      value: walkUnder(key, readProperty(error, key), walk, depth),
      enumerable: Object.prototype.propertyIsEnumerable.call(error, key),
      writable: true,
      configurable: true,
    });
  }
  return copy;
};

const copyObject = (object: object, walk: Walk, depth: number): unknown =>
  Object.fromEntries(
    Object.keys(object).map((key) => [
      walk.text(key),
      walkUnder(key, readProperty(object, key), walk, depth),
    ]),
  );

const copyOf = (object: object, walk: Walk, depth: number): unknown => {
  if (Array.isArray(object)) {
    return object.map((item: unknown) => walkValue(item, walk, depth));
  }
  // Not by instanceof: what comes from another realm, as out of a vm, has other constructors.
  if (types.isNativeError(object) || object instanceof Error) {
    return copyError(object, walk, depth);
  }
  if (types.isMap(object)) {
    return new Map(
      Array.from(object, ([key, value]) => [
        walkValue(key, walk, depth),
        walkUnder(key, value, walk, depth),
      ]),
    );
  }
  if (types.isSet(object)) {
    return new Set(Array.from(object, (item) => walkValue(item, walk, depth)));
  }
  if (ArrayBuffer.isView(object) || types.isAnyArrayBuffer(object)) {
    return '[bytes]';
  }
  const toJson = readProperty(object, 'toJSON');
  return typeof toJson === 'function'
    ? walkValue(Reflect.apply(toJson, object, []), walk, depth)
    : copyObject(object, walk, depth);
};

const walkObject = (object: object, walk: Walk, depth: number): unknown => {
  if (types.isDate(object)) {
    return new Date(object.getTime());
  }
  if (walk.copies.has(object)) {
    return walk.copies.get(object);
  }
  if (depth > deepest) {
    return '[too deep]';
  }
  walk.copies.set(object, '[circular]');
  let copy: unknown;
  try {
    copy = copyOf(object, walk, depth + 1);
  } catch {
    copy = unreadable;
  }
  walk.copies.set(object, copy);
  return copy;
};

const walkValue = (value: unknown, walk: Walk, depth: number): unknown => {
  walk.values += 1;
  if (walk.values > mostValues) {
    return '[too large]';
  }
  if (typeof value === 'string') {
    return walk.text(value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return walk.text(String(value)) === String(value) ? value : walk.replacement;
  }
  return typeof value === 'object' && value !== null ? walkObject(value, walk, depth) : value;
};

/**
 * A copy of a value in which every text went through `text`, and `replacement` stands where a key says that a secret
 * does. Its promises are those of Redactor.value.
 */
export const redactDeep = <T>(value: T, text: (text: string) => string, replacement: string): T =>
  // The copy has the shape of the value but for what its documentation names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  walkValue(value, { text, replacement, copies: new Map(), values: 0 }, 0) as T;
