import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { PrincipalId } from '../kernel/ids.ts';

const slackId = /^[UW][A-Z0-9]{2,}$/;

/**
 * Who let the address in. The entry keeps what its function was told, and that is a bare id for people in Slack; every other
 * one is taken for a part of the system, so that nobody owns what a machine has added.
 */
export const ownerOf = ({ added_by }: Pick<WhitelistEntry, 'added_by'>): PrincipalId => {
  if (slackId.test(added_by)) {
    return `slack:${added_by}`;
  }
  return `system:${added_by.replace(/^system:/, '')}`;
};
