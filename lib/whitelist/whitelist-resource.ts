import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { Resource } from '../policy/policy.ts';
import { ownerOf } from './entry-owner.ts';
import type { WhitelistEnvironments } from './operation-ports.ts';

/** The id of all whitelists together; no environment is called so. */
export const everyEnvironment = '*';

/** One that the configuration does not know is protected. */
const isProtected = ({ all }: WhitelistEnvironments, name: string): boolean =>
  name === everyEnvironment
    ? [...all.values()].some((each) => each.protected)
    : (all.get(name)?.protected ?? true);

/**
 * The whitelist of an environment as the policy sees it. All of them together (`*`) are protected as soon as one is, so that
 * nobody sees in the whole what they may not see alone.
 */
export const whitelistResource = (environments: WhitelistEnvironments, name: string): Resource => ({
  type: 'Whitelist',
  id: name,
  attributes: { protected: isProtected(environments, name) },
});

/** An address that is let in, as the policy sees it. */
export const entryResource = (
  environments: WhitelistEnvironments,
  entry: WhitelistEntry,
): Resource => ({
  type: 'WhitelistEntry',
  id: `${entry.environment} ${entry.ip_address}`,
  attributes: {
    protected: isProtected(environments, entry.environment),
    owner: { type: 'Principal', id: ownerOf(entry) },
  },
});
