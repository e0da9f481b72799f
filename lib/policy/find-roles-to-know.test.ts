import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { findRolesToKnow } from './find-roles-to-know.ts';

const findIn = (policy: string): readonly string[] => {
  const answer = policyToJson(policy);
  return answer.type === 'success' ? findRolesToKnow(answer.json) : ['not a policy'];
};

const inTeam = 'principal in Team::"a"';

describe('the groups and teams whose members must be known', () => {
  it.each([
    `forbid (${inTeam}, action, resource);`,
    `forbid (principal is Principal in Team::"a", action, resource);`,
    `forbid (principal, action, resource) when { ${inTeam} };`,
    `forbid (principal, action, resource) when { context.frozen || ${inTeam} };`,
    `forbid (principal, action, resource) when { principal is Principal in Team::"a" };`,
    `forbid (principal, action, resource) unless { !(${inTeam}) };`,
    `permit (principal, action, resource) unless { ${inTeam} };`,
    `permit (principal, action, resource) when { !(context.frozen && ${inTeam}) };`,
  ])('are those that %s takes something from', (policy) => {
    expect(findIn(policy)).toEqual(['Team::a']);
  });

  it.each([
    `permit (${inTeam}, action, resource);`,
    `permit (principal, action, resource) when { ${inTeam} && !context.frozen };`,
    `permit (principal, action, resource) when { !!(${inTeam}) };`,
    `permit (principal, action, resource) unless { !(${inTeam}) };`,
    `forbid (principal, action, resource) unless { ${inTeam} };`,
    `forbid (principal, action, resource) when { !(${inTeam}) };`,
  ])('are not those that %s gives something to', (policy) => {
    expect(findIn(policy)).toEqual([]);
  });

  it.each([
    `permit (principal, action, resource) when { (${inTeam}) == context.frozen };`,
    `permit (principal, action, resource) when { if ${inTeam} then context.frozen else true };`,
  ])('are also those of which nobody can tell: %s', (policy) => {
    expect(findIn(policy)).toEqual(['Team::a']);
  });

  it('are all of them, each once', () => {
    expect(
      findIn(
        `forbid (${inTeam}, action, resource) when { principal in [Group::"b", Team::"a", Group::"c"] };`,
      ),
    ).toEqual(['Team::a', 'Group::b', 'Group::c']);
  });
});
