import { type PolicyJson, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { findBlindReads } from './find-blind-reads.ts';

const findIn = (condition: string): readonly string[] => {
  const answer = policyToJson(`forbid (principal, action, resource) when { ${condition} };`);
  return answer.type === 'success' ? findBlindReads(answer.json) : ['not a policy'];
};

const elsewhere = 'of something else than the principal, the action, the resource or the context';

describe('findBlindReads', () => {
  it.each([
    ['resource.requester.kind == "guest"', 'kind'],
    ['Principal::"slack:U9".kind == "bot"', 'kind'],
    ['(if context.frozen then principal else resource.requester).kind == "bot"', 'kind'],
    ['resource.requester has kind', 'kind'],
    ['resource has requester.kind', 'requester.kind'],
    ['true && (false || ["a"].contains(resource.requester.kind))', 'kind'],
  ])('finds that %s reads an attribute that no question carries', (condition, attribute) => {
    expect(findIn(condition)).toEqual([`reads the attribute ${attribute} ${elsewhere}`]);
  });

  it.each([
    'resource.requester in Group::"a"',
    'resource.requester is Principal in Group::"a"',
    'Principal::"slack:U9" in [Group::"a"]',
    '{ "in": resource.requester in Group::"a" } == { "in": true }',
  ])('finds that %s asks for groups that no question carries', (condition) => {
    expect(findIn(condition)).toEqual([`asks for the groups ${elsewhere}`]);
  });

  it('finds nothing in a value that is null, as the JSON of policies allows', () => {
    const anybody = { op: 'All' } as const;
    const policy: PolicyJson = {
      effect: 'forbid',
      principal: anybody,
      action: anybody,
      resource: anybody,
      conditions: [{ kind: 'when', body: { Value: null } }],
    };
    expect(findBlindReads(policy)).toEqual([]);
  });

  it('finds every one, in unless as well', () => {
    const answer = policyToJson(
      `permit (principal, action, resource) unless { resource.a.b } when { resource.c in resource.d.e };`,
    );
    expect(answer.type === 'success' && findBlindReads(answer.json)).toHaveLength(3);
  });

  it.each([
    'resource.requester == principal && resource.requester is Principal',
    'principal in Group::"a" || principal is Principal in Team::"b"',
    'principal in [Group::"a", Team::"b"] && principal in resource.team',
    'context.frozen && action in [Action::"do"] && resource has colour',
    '{ "in": resource.a, ".": principal.kind } == { "in": 1, ".": "x" }',
    'resource == Thing::"in" && [".", "in"].contains(resource.colour)',
    '{ "left": resource.colour, "in": 1 } == { "left": "red", "in": 1 }',
  ])('finds nothing in %s', (condition) => {
    expect(findIn(condition)).toEqual([]);
  });
});
