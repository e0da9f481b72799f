import { describe, expect, it } from '@jest/globals';
import { loadPolicies } from './load-policies.ts';
import type { Decision, Resource, Subject } from './policy.ts';

const policy = loadPolicies({});

const member: Subject = { id: 'slack:U1', kind: 'member', groups: [], teams: [] };
const other: Subject = { ...member, id: 'slack:U3' };
const approver: Subject = { ...member, id: 'slack:U2', groups: ['approvers'] };

const whitelist = (isProtected: boolean): Resource => ({
  type: 'Whitelist',
  id: isProtected ? 'prod' : 'dev',
  attributes: { protected: isProtected },
});
const entry = (isProtected: boolean): Resource => ({
  type: 'WhitelistEntry',
  id: `${isProtected ? 'prod' : 'dev'} 1.2.3.4/32`,
  attributes: { protected: isProtected, owner: { type: 'Principal', id: 'slack:U1' } },
});
const asSuch: Resource = { type: 'Operation', id: 'infra whitelist list', attributes: {} };

const ask = (
  principal: Subject,
  verb: string,
  resource: Resource,
  context: { frozen?: boolean; breakGlass?: boolean } = {},
): Decision => policy.decide({ principal, action: `whitelist:${verb}`, resource, context });

const permit = (...reasons: string[]): Decision => ({ kind: 'permit', approvals: 0, reasons });
const deny = (...reasons: string[]): Decision => ({ kind: 'deny', reasons });

const everything: readonly (readonly [string, Resource])[] = [
  ['list', asSuch],
  ['list', whitelist(false)],
  ['add', whitelist(false)],
  ['refresh', whitelist(false)],
  ['extend', entry(false)],
  ['remove', entry(false)],
];

describe('whitelists', () => {
  const open = 'members may see whitelists, let addresses in and refresh the groups';

  it.each(['list', 'refresh'])('%s is open to members, protected or not', (verb) => {
    for (const isProtected of [false, true]) {
      expect(ask(member, verb, whitelist(isProtected))).toEqual(permit(open));
    }
  });

  it('may be seen by members, also asked about as such', () => {
    expect(ask(member, 'list', asSuch)).toEqual(permit(open));
  });

  it('lets members add to unprotected environments', () => {
    expect(ask(member, 'add', whitelist(false))).toEqual(permit(open));
  });

  it('lets approvers alone add to protected environments', () => {
    expect(ask(approver, 'add', whitelist(true))).toEqual(permit(open));
    expect(ask(member, 'add', whitelist(true))).toEqual(
      deny('only approvers let addresses in to protected environments'),
    );
    expect(ask({ ...member, teams: ['approvers'] }, 'add', whitelist(true)).kind).toBe('deny');
  });

  it.each(['extend', 'remove'])('%s is for the owner and approvers', (verb) => {
    for (const isProtected of [false, true]) {
      expect(ask(member, verb, entry(isProtected))).toEqual(
        permit('owners may extend and remove their addresses'),
      );
      expect(ask(approver, verb, entry(isProtected))).toEqual(
        permit('approvers may extend and remove addresses'),
      );
      expect(ask(other, verb, entry(isProtected))).toEqual(
        deny('only whoever added an address, and approvers, may extend or remove it'),
      );
    }
  });

  it.each(everything)('%s of %o is denied to guests, bots and deactivated users', (verb, on) => {
    for (const kind of ['guest', 'bot', 'deactivated'] as const) {
      const decision = ask({ ...approver, id: 'slack:U1', kind }, verb, on);
      expect(decision.kind).toBe('deny');
      expect(decision.reasons).toContain(
        'only full members of the workspace may use Quartermaster',
      );
    }
  });

  it.each(everything)('%s of %o is denied to machines, approvers or not', (verb, on) => {
    for (const kind of ['key', 'schedule', 'webhook', 'system'] as const) {
      const machine: Subject = { id: `${kind}:x`, kind, groups: ['approvers'], teams: [] };
      expect(ask(machine, verb, on)).toEqual(deny(`no policy permits whitelist:${verb}`));
    }
  });

  it('lets nobody be kept in by a freeze: to remove is never frozen', () => {
    const removal = everything.find(([verb]) => verb === 'remove');

    expect(removal && ask(approver, removal[0], removal[1], { frozen: true }).kind).toBe('permit');
  });

  it.each(everything.filter(([verb]) => verb !== 'remove'))(
    '%s of %o is denied while frozen, unless the glass is broken',
    (verb, on) => {
      expect(ask(approver, verb, on, { frozen: true })).toEqual(deny('frozen'));
      expect(ask(approver, verb, on, { frozen: true, breakGlass: true }).kind).toBe('permit');
    },
  );
});
