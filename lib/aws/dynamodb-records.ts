import { z } from 'zod';
import type { RememberedService, StoredOperation } from '../environment/operation-store.ts';
import type { StoredEntry } from '../whitelist/entry-store.ts';

/*
 * What lies in the table only these stores have written, so a look at the fields that they work with is enough: it catches a table that
 * is not theirs. Everything else passes as it was written, also what another version of this program wrote.
 */

const written = <T>(shape: z.ZodType): z.ZodType<T> =>
  z.custom<T>((body) => shape.safeParse(body).success, {
    error: 'it is not what this table holds',
  });

/** An operation, as it is remembered. */
export const operationRecord = written<StoredOperation>(
  z.looseObject({
    id: z.string(),
    environment: z.string(),
    version: z.int().min(1),
    progress: z.looseObject({ state: z.enum(['in_progress', 'succeeded', 'failed']) }),
  }),
);

/** What a service was before it was stopped. */
export const serviceRecord = written<RememberedService>(
  z.looseObject({ service: z.string().min(1), desired: z.int().min(1) }),
);

/** An entry of the whitelist. */
export const entryRecord = written<StoredEntry>(
  z.looseObject({ ip_address: z.string(), environment: z.string(), version: z.int().min(1) }),
);

/** What people want of an environment. */
export const wantedRecord = z.enum(['running', 'stopped', 'torn-down']);

/** The id of the operation that holds an environment, or that stops again what was restarted. */
export const operationIdRecord = z.string().min(1);
