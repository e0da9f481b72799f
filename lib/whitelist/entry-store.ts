import type { WhitelistEntry } from '../contract/ip-whitelist.ts';

/** An entry as the table has it. */
export interface StoredEntry extends WhitelistEntry {
  /** The time to live that it was last given, from which its notice follows. */
  readonly ttl_minutes: number;
  /** The operation that somebody last changed it by: the same one again gets the same answer. Expiry is no such change. */
  readonly operation_id: string;
  /** The operations before that, latest first, at most ten: a late repetition must not undo what came after it. */
  readonly earlier_operations?: readonly string[];
  /** Counts the writes: a write with an old version loses. */
  readonly version: number;
  /** Set when it was removed or has expired; it stays for some days so that people can be told and asked. */
  readonly ended?: { readonly at: string; readonly how: 'removed' | 'expired' };
}

/** The table of who is let in: the source of truth that the security groups follow. */
export interface EntryStore {
  /** The entries of an environment, or of all, ended ones included, in a stable order. */
  list(environment?: string): Promise<readonly StoredEntry[]>;
  /** The entry of this address (canonical, with prefix), ended ones included. */
  find(environment: string, address: string): Promise<StoredEntry | undefined>;
  /** Writes an entry if the stored one still has the version before it (0: none is stored); false when somebody was faster. */
  put(entry: StoredEntry): Promise<boolean>;
}
