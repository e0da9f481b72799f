import type { z } from 'zod';
import { describeMismatch } from '../../../lib/contract/describe-mismatch.ts';
import { fail, type Result, succeed } from '../../../lib/kernel/result.ts';

/** Why an order is not carried out, in words for whoever sent it. */
export interface OrderProblem {
  /** 400: the order cannot be understood; 409: it can, but not be carried out now. */
  readonly status: 400 | 409;
  readonly problem: string;
}

/** Carries out one order, given as parsed JSON: all of it, or nothing. */
export type Order = (body: unknown) => Result<undefined, OrderProblem>;

/** An order that was carried out. */
export const carriedOut = succeed(undefined);

/** An order that cannot be carried out as things are. */
export const notNow = (problem: string): Result<never, OrderProblem> =>
  fail({ status: 409, problem });

/** Reads an order by its schema. */
export const readOrder = <T>(schema: z.ZodType<T>, body: unknown): Result<T, OrderProblem> => {
  const read = schema.safeParse(body);
  return read.success
    ? succeed(read.data)
    : fail({ status: 400, problem: describeMismatch(read.error) });
};
