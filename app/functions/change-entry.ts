import type { ErrorEnvelope } from '../../lib/contract/error-envelope.ts';
import type { EpochMillis } from '../../lib/kernel/clock.ts';
import { fail, type Result, succeed } from '../../lib/kernel/result.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import type { WhitelistPorts } from './whitelist-ports.ts';
import { isContended } from './whitelist-refusal.ts';

/** What is to become of an entry: written anew, left as it is, or the caller refused. */
export type EntryDecision =
  | { readonly kind: 'write' | 'keep'; readonly entry: StoredEntry }
  | { readonly kind: 'refuse'; readonly refusal: ErrorEnvelope };

/** Which entry, and which operation wants to change it. */
export interface EntryOperation {
  readonly environment: string;
  /** Canonical, with its prefix. */
  readonly address: string;
  readonly operationId: string;
}

/** More than there are people at the same address at the same moment. */
const mostAttempts = 5;
const remembered = 10;

const operationsOf = (stored: StoredEntry | undefined): readonly string[] =>
  stored === undefined ? [] : [stored.operation_id, ...(stored.earlier_operations ?? [])];

/** Whether the operation has changed this entry before; what came after it stays as it is. */
export const isRepetition = (stored: StoredEntry, operationId: string): boolean =>
  operationsOf(stored).includes(operationId);

/** What each write by somebody's operation brings: the next version, and the operations before it. */
export const nextWrite = (
  stored: StoredEntry | undefined,
  operationId: string,
): Pick<StoredEntry, 'operation_id' | 'earlier_operations' | 'version'> => {
  const earlier = operationsOf(stored).slice(0, remembered);
  return {
    operation_id: operationId,
    version: (stored?.version ?? 0) + 1,
    ...(earlier.length === 0 ? {} : { earlier_operations: earlier }),
  };
};

/**
 * Changes one entry as `decide` says of what is stored; where somebody else was faster, it looks and decides again. Gives the
 * entry as it is then, or the refusal.
 */
export const changeEntry = async (
  { store, clock }: WhitelistPorts,
  { environment, address }: Pick<EntryOperation, 'environment' | 'address'>,
  decide: (
    stored: StoredEntry | undefined,
    now: EpochMillis,
  ) => EntryDecision | Promise<EntryDecision>,
): Promise<Result<StoredEntry, ErrorEnvelope>> => {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const decision = await decide(await store.find(environment, address), clock.now());
    if (decision.kind === 'refuse') {
      return fail(decision.refusal);
    }
    if (decision.kind === 'keep' || (await store.put(decision.entry))) {
      return succeed(decision.entry);
    }
  }
  return fail(isContended(address));
};
