import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFault } from '../kernel/errors.ts';
import { loadPolicies } from './load-policies.ts';
import type { Question } from './policy.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const folder = (name: string, files: Readonly<Record<string, string>>): string => {
  const directory = join(root, name);
  mkdirSync(directory);
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(directory, file), text);
  }
  return directory;
};

const faultOf = (load: () => unknown): string => {
  try {
    load();
  } catch (caught) {
    return isFault(caught, 'POLICY_UNREADABLE') ? caught.message : '';
  }
  return '';
};

const stop = (environment: string): Question => ({
  principal: { id: 'slack:U1', kind: 'member', groups: [], teams: [] },
  action: 'environment:stop',
  resource: {
    type: 'Environment',
    id: environment,
    attributes: { protected: environment === 'prod' },
  },
});
const status: Question = { ...stop('dev'), action: 'environment:status' };
const noStop = `@id("dev stays up")
  forbid (principal, action == Action::"environment:stop", resource == Environment::"dev");`;

describe('loadPolicies', () => {
  it('adds the policies of a folder to the default ones', () => {
    const policy = loadPolicies({ directory: folder('add', { 'a.cedar': noStop, 'b.txt': '?' }) });
    expect(policy.decide(stop('dev')).reasons).toEqual(['dev stays up']);
    expect(policy.decide(status).kind).toBe('permit');
  });

  it('lets one of the folder take the place of the default one with its id', () => {
    const text = `@id("production is never stopped or torn down from chat")
      forbid (principal, action == Action::"environment:teardown", resource)
      when { resource.protected };`;
    const policy = loadPolicies({ directory: folder('override', { 'a.cedar': text }) });
    expect(policy.decide(stop('prod')).kind).toBe('permit');
    expect(policy.decide({ ...stop('prod'), action: 'environment:teardown' }).kind).toBe('deny');
  });

  it('takes the policies of the folder alone when they replace the default ones', () => {
    const text = '@id("stop") permit (principal, action == Action::"environment:stop", resource);';
    const policy = loadPolicies({
      directory: folder('replace', { 'a.cedar': text }),
      replace: true,
    });
    expect(policy.decide(stop('prod'))).toEqual({
      kind: 'permit',
      approvals: 0,
      reasons: ['stop'],
    });
    expect(policy.decide(status)).toEqual({
      kind: 'deny',
      reasons: ['no policy permits environment:status'],
    });
  });

  it('knows of which groups and teams the members must be known, as the policies in force have it', () => {
    const text = `@id("nobody approves their own request")
      forbid (principal in Team::"hired", action == Action::"request:approve", resource);`;

    expect(loadPolicies({}).rolesToKnow).toEqual(new Set());
    expect(loadPolicies({ directory: folder('roles', { 'a.cedar': text }) }).rolesToKnow).toEqual(
      new Set(['Team::hired']),
    );
  });

  it('reads the files in the order of their names', () => {
    const directory = folder('order', { 'b.cedar': noStop, 'a.cedar': noStop });
    const [b, a] = ['b.cedar', 'a.cedar'].map((name) => join(directory, name));
    expect(faultOf(() => loadPolicies({ directory }))).toContain(
      `${b}:1:1: @id("dev stays up") is already the id of the policy at ${a}:1:1`,
    );
  });

  it('refuses a folder that is not there', () => {
    const directory = join(root, 'absent');
    expect(faultOf(() => loadPolicies({ directory }))).toContain(directory);
  });

  it('keeps what the file system said as the cause of the fault', () => {
    const directory = join(root, 'absent');
    expect(() => loadPolicies({ directory })).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ENOENT' }) }),
    );
  });

  it('refuses a folder without policy files', () => {
    const directory = folder('empty', { 'readme.md': noStop });
    expect(faultOf(() => loadPolicies({ directory }))).toBe(
      `the policy folder ${directory} holds no *.cedar file`,
    );
  });

  it('refuses a policy file that cannot be read', () => {
    const directory = folder('unreadable', {});
    mkdirSync(join(directory, 'a.cedar'));
    expect(faultOf(() => loadPolicies({ directory }))).toContain(
      `the policy file ${join(directory, 'a.cedar')} cannot be read: `,
    );
  });

  it('refuses to replace the default policies by nothing', () => {
    expect(faultOf(() => loadPolicies({ replace: true }))).toContain('no policy folder is named');
  });
});
