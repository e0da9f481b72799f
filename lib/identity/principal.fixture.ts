import type { Principal } from './principal.ts';

/** A full member of the workspace, in no group and in no team. */
export const someMember: Principal = {
  id: 'slack:U1',
  kind: 'member',
  username: 'dana',
  displayName: 'Dana',
  email: null,
  groups: [],
  teams: [],
};
