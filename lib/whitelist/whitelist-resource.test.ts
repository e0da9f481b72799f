import { describe, expect, it } from '@jest/globals';
import { environments, home } from './operations.fixture.ts';
import { entryResource, everyEnvironment, whitelistResource } from './whitelist-resource.ts';

const isProtected = (name: string) => whitelistResource(environments, name).attributes;

describe('what the policy sees of whitelists', () => {
  it('takes an environment for protected where it is, and where nobody knows', () => {
    expect(isProtected('dev')).toEqual({ protected: false });
    expect(isProtected('prod')).toEqual({ protected: true });
    expect(isProtected('unheard-of')).toEqual({ protected: true });
  });

  it('takes all of them together for protected as soon as one is', () => {
    const open = { ...environments, all: new Map([['dev', { protected: false }]]) };

    expect(whitelistResource(environments, everyEnvironment).attributes).toEqual({
      protected: true,
    });
    expect(whitelistResource(open, everyEnvironment).attributes).toEqual({ protected: false });
  });

  it('knows an entry by its environment and address, with its owner', () => {
    expect(entryResource(environments, { ...home, environment: 'prod' })).toEqual({
      type: 'WhitelistEntry',
      id: 'prod 1.2.3.4/32',
      attributes: { protected: true, owner: { type: 'Principal', id: 'slack:U0DANA' } },
    });
  });
});
