import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import type { GroupFailure } from '../../lib/whitelist/security-groups.ts';

/** A single address without its prefix, as people write it. */
const shown = (address: string): string => address.replace(/(?<=\..*)\/32$|(?<=:.*)\/128$/, '');

/** To the minute, as `2026-02-04 09:00 UTC`. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** What makes room in a group. */
const remedy =
  "Remove what is not needed any more, give shorter times to live, or have the quota 'Inbound or outbound rules per security group' raised.";

/** There is no such environment; `known` are those that there are. */
export const unknownEnvironment = (environment: string, known: readonly string[]): ErrorEnvelope =>
  refuse(
    'ENVIRONMENT_UNKNOWN',
    `There is no environment "${environment}". Choose one of: ${known.join(', ')}.`,
  );

/** The address is let in by somebody's entry. They are named by their bare id: an answer is shown as it is, and a mention in it would not be one. */
export const isInAlready = ({
  ip_address,
  environment,
  expires_at,
  added_by,
}: StoredEntry): ErrorEnvelope =>
  refuse(
    'CONFLICT',
    `${shown(ip_address)} is in already for ${environment} until ${moment(expires_at)}, added by ${added_by}. Extend it with /infra whitelist extend ${shown(ip_address)}.`,
  );

/** The address is not let in; `last` is its entry that has ended, if there was one. */
export const isNotIn = (
  address: string,
  environment: string,
  last: StoredEntry | undefined,
): ErrorEnvelope => {
  const since = last === undefined ? '' : ` since ${moment(last.ended?.at ?? last.expires_at)}`;
  return refuse(
    'NOT_FOUND',
    `${shown(address)} is not let in to ${environment}${since}. See /infra whitelist list ${environment} for those that are, or let it in with /infra whitelist add ${shown(address)}.`,
  );
};

/** Nobody could write between the others. */
export const isContended = (address: string): ErrorEnvelope =>
  refuse(
    'CONFLICT',
    `Others are changing ${shown(address)} at this very moment. Look at /infra whitelist list, then try again.`,
  );

/** The groups hold no more rules; these addresses do not fit. */
export const hasNoRoom = (environment: string, addresses: readonly string[]): ErrorEnvelope =>
  refuse(
    'CONFLICT',
    `The security groups of ${environment} have no room for ${addresses.map(shown).join(', ')}. ${remedy}`,
  );

/** The groups could not be read or changed. */
export const groupRefusal = (environment: string, failure: GroupFailure): ErrorEnvelope => {
  switch (failure.kind) {
    case 'unavailable':
      return refuse(
        'UPSTREAM_UNAVAILABLE',
        `The security groups of ${environment} could not be brought up to date (${failure.reason}). It is tried again every minute.`,
      );
    case 'full':
      return refuse(
        'CONFLICT',
        `The security groups of ${environment} hold no more rules (${failure.reason}). ${remedy}`,
      );
    case 'refused':
      return refuse(
        'INTERNAL',
        `AWS does not let the security groups of ${environment} be changed (${failure.reason}). See that the groups exist and that the function's role may change them.`,
      );
    default:
      return failure.kind satisfies never;
  }
};
