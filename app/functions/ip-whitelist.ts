import { describeMismatch } from '../../lib/contract/describe-mismatch.ts';
import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { RequestOf, ResponseOf } from '../../lib/contract/function-call.ts';
import { type EndedEntry, ipWhitelistRequestSchema } from '../../lib/contract/ip-whitelist.ts';
import type { Result } from '../../lib/kernel/result.ts';
import { checkAddress, readAddress } from '../../lib/whitelist/address.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { isLive } from '../../lib/whitelist/live.ts';
import { managedPorts } from '../../lib/whitelist/reconcile.ts';
import { expireEntries } from './expire-entries.ts';
import { synchroniseGroups } from './synchronise-groups.ts';
import { addEntry, extendEntry, removeEntry, shownEntry } from './whitelist-changes.ts';
import type { WhitelistPorts } from './whitelist-ports.ts';
import { groupRefusal, hasNoRoom, unknownEnvironment } from './whitelist-refusal.ts';

type Action = 'add' | 'extend' | 'remove' | 'list' | 'refresh' | 'expire';
type Request = RequestOf<'ip-whitelist', Action>;
type Answer = ResponseOf<'ip-whitelist', Action> | ErrorEnvelope;

const endedEntry = (entry: StoredEntry): EndedEntry => ({
  ...shownEntry(entry),
  how: entry.ended?.how ?? 'expired',
  operation_id: entry.operation_id,
});

const list = async (
  { store, clock }: WhitelistPorts,
  { environment, ended }: RequestOf<'ip-whitelist', 'list'>,
): Promise<Answer> => {
  const entries = await store.list(environment);
  const now = clock.now();
  return {
    success: true,
    entries: entries.filter((entry) => isLive(entry, now)).map(shownEntry),
    ...(ended === true
      ? { ended: entries.filter((entry) => !isLive(entry, now)).map(endedEntry) }
      : {}),
  };
};

const refresh = async (ports: WhitelistPorts, environment: string): Promise<Answer> => {
  const { failure, full, added, removed, unmanaged } = await synchroniseGroups(ports, environment);
  if (failure !== undefined) {
    return groupRefusal(environment, failure);
  }
  return full.length > 0
    ? hasNoRoom(
        environment,
        full.map(({ ip_address }) => ip_address),
      )
    : { success: true, added, removed, unmanaged };
};

/** Goes on with the canonical address; what is no address, or none that may be let in, is INVALID_REQUEST. */
const withAddress = async <R extends { readonly ip_address: string }>(
  request: R,
  check: (typed: string) => Result<string, string>,
  goOn: (request: R) => Promise<Answer>,
): Promise<Answer> => {
  const address = check(request.ip_address);
  return address.ok
    ? goOn({ ...request, ip_address: address.value })
    : refuse('INVALID_REQUEST', address.error);
};

const answer = async (ports: WhitelistPorts, request: Request): Promise<Answer> => {
  const allowed = (typed: string) => checkAddress(typed, ports.rules);
  switch (request.action) {
    case 'add':
      return withAddress(request, allowed, (canonical) => addEntry(ports, canonical));
    case 'extend':
      return withAddress(request, allowed, (canonical) => extendEntry(ports, canonical));
    case 'remove':
      // What is in and should not be must come out.
      return withAddress(request, readAddress, (canonical) => removeEntry(ports, canonical));
    case 'list':
      return list(ports, request);
    case 'refresh':
      return refresh(ports, request.environment);
    case 'expire':
      return expireEntries(ports);
    default:
      return request satisfies never;
  }
};

/**
 * The function that lets addresses in to environments. It takes any event and answers by the contract of `ip-whitelist`; what
 * is not in the contract is INVALID_REQUEST. The table is written first and is what counts; the groups follow it, at once or by
 * the minute schedule, which sends `expire`. A repetition is recognised by the operation id that the table keeps with each
 * entry. It rejects only where the table cannot be read or written. `ports`: 80, 443 and 7233 where none are given.
 */
export const createIpWhitelist = ({
  ports = managedPorts,
  ...rest
}: Omit<WhitelistPorts, 'ports'> & Partial<Pick<WhitelistPorts, 'ports'>>) => {
  const all: WhitelistPorts = { ...rest, ports };
  return async (event: unknown): Promise<Answer> => {
    const request = ipWhitelistRequestSchema.safeParse(event);
    if (!request.success) {
      return refuse(
        'INVALID_REQUEST',
        `The request is not valid. ${describeMismatch(request.error)}`,
      );
    }
    const { environments } = all.groups;
    const environment = 'environment' in request.data ? request.data.environment : undefined;
    return environment === undefined || environments.includes(environment)
      ? answer(all, request.data)
      : unknownEnvironment(environment, environments);
  };
};
