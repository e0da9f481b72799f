import { describe, expect, it } from '@jest/globals';
import { Fault } from '../kernel/errors.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import type { Directory, Person } from './directory.ts';
import { createIdentify, type Memberships } from './principal.ts';

const dana: Person = {
  id: 'slack:U1',
  kind: 'member',
  username: 'dana',
  displayName: 'Dana',
  email: null,
};
const directory: Directory = { find: async (id) => (id === dana.id ? dana : undefined) };

const set = (...ids: readonly PrincipalId[]): ReadonlySet<PrincipalId> => new Set(ids);
const memberships: Memberships = {
  groups: new Map([
    ['approvers', set('slack:U2')],
    ['oncall', set('slack:U1', 'slack:U2')],
  ]),
  teams: new Map([
    ['web', set('slack:U1')],
    ['data', set('slack:U1')],
    ['ops', set()],
  ]),
};

describe('createIdentify', () => {
  it('joins the person with the groups and teams that hold them, in their order', async () => {
    const identify = createIdentify(directory, async () => memberships);

    expect(await identify('slack:U1')).toEqual({
      ...dana,
      groups: ['oncall'],
      teams: ['web', 'data'],
    });
  });

  it('knows nobody whom the directory does not know, whatever groups they are in', async () => {
    const identify = createIdentify(directory, async () => memberships);

    expect(await identify('slack:U2')).toBeUndefined();
  });

  it('asks for the memberships anew each time', async () => {
    let present = memberships;
    const identify = createIdentify(directory, async () => present);
    await identify('slack:U1');
    present = { groups: new Map(), teams: new Map() };

    expect(await identify('slack:U1')).toMatchObject({ groups: [], teams: [] });
  });

  it('rejects when the directory or the memberships cannot be asked', async () => {
    const fault = new Fault('DIRECTORY_UNAVAILABLE', 'nobody answers');
    const fails = () => Promise.reject(fault);

    await expect(createIdentify({ find: fails }, async () => memberships)('slack:U1')).rejects.toBe(
      fault,
    );
    await expect(createIdentify(directory, fails)('slack:U1')).rejects.toBe(fault);
  });
});
