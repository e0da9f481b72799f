import { z } from 'zod';
import type { RegistryFailure } from '../../../lib/image/registry.ts';
import type { CloudSwitches } from '../cloud/cloud-switches.ts';
import type { RegistrySwitches } from '../cloud/simulated-registry.ts';
import { expectedOneOf } from './expected-one-of.ts';
import { carriedOut, type Order, readOrder } from './order.ts';

/** In milliseconds; a function may run for fifteen minutes at most. */
const delay = z.int().min(0).max(900_000);

const count = z.int().min(0).max(1_000);

const cloudSchema = z.strictObject({
  unavailable: z.boolean().optional(),
  delay: delay.optional(),
  refuseNext: count.optional(),
  loseAnswers: count.optional(),
  loseCommands: count.optional(),
  failStacks: z.boolean().optional(),
});

/** Sets those switches of the cloud that the order names. */
export const createOrderCloud =
  (switches: CloudSwitches): Order =>
  (body) => {
    const order = readOrder(cloudSchema, body);
    if (!order.ok) {
      return order;
    }
    Object.assign(switches, order.value);
    return carriedOut;
  };

const failures = [
  'token-expired',
  'rate-limited',
  'unavailable',
] as const satisfies readonly RegistryFailure['kind'][];

const registrySchema = z.strictObject({
  failure: z.enum(failures, { error: `${expectedOneOf(failures)}; or null` }).nullish(),
  limitReached: z.boolean().optional(),
  delay: delay.optional(),
});

const toFailure = (kind: RegistryFailure['kind'] | null): RegistryFailure | undefined => {
  if (kind === null) {
    return undefined;
  }
  return kind === 'unavailable' ? { kind, reason: 'switched off in the sandbox' } : { kind };
};

/** Sets those switches of the registry that the order names; a failure of null ends the failure. */
export const createOrderRegistry =
  (switches: RegistrySwitches): Order =>
  (body) => {
    const order = readOrder(registrySchema, body);
    if (!order.ok) {
      return order;
    }
    const { failure, limitReached, delay: span } = order.value;
    if (failure !== undefined) {
      switches.failure = toFailure(failure);
    }
    switches.limitReached = limitReached ?? switches.limitReached;
    switches.delay = span ?? switches.delay;
    return carriedOut;
  };
