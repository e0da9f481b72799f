import type { StoredEntry } from './entry-store.ts';

/** EC2 takes no more characters than this. */
const longest = 255;

/** What EC2 does not take in the description of a rule. */
const foreign = /[^a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]/g;

/**
 * What a rule says in the console about where it comes from: `chatops:dev/1.2.3.4/32 by=U0DANA`, in EC2's alphabet and at most
 * 255 characters. It does not say when the rule ends: else each extension would have to write every rule anew.
 */
export const ruleDescription = ({
  environment,
  ip_address,
  added_by,
}: Pick<StoredEntry, 'environment' | 'ip_address' | 'added_by'>): string =>
  `chatops:${environment}/${ip_address} by=${added_by}`.replace(foreign, '_').slice(0, longest);
