import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What survives a round trip through JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** The one JSON text of a value (RFC 8785): equal values give equal bytes, whatever the order of their keys. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError('only JSON values have a canonical form');
  }
  return text;
};

/** SHA-256 over the canonical JSON, in hexadecimal. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');
