import { describe, expect, it } from '@jest/globals';
import { parsePolicies } from './parse-policies.ts';

const any = '(principal, action, resource)';
const source = (text: string) => ({ file: 'own.cedar', text });

describe('parsePolicies', () => {
  it('gives each policy with its id, its text and its place', () => {
    const two = source(`@id("ä") permit ${any};\n  @id("b") forbid ${any};`);
    expect(parsePolicies(two)).toEqual({
      policies: [
        {
          id: 'ä',
          text: `@id("ä") permit ${any};`,
          source: two,
          start: 0,
          place: 'own.cedar:1:1',
          rolesToKnow: [],
        },
        {
          id: 'b',
          text: `@id("b") forbid ${any};`,
          source: two,
          start: Buffer.byteLength(`@id("ä") permit ${any};\n  `),
          place: 'own.cedar:2:3',
          rolesToKnow: [],
        },
      ],
      problems: [],
    });
  });

  it.each([
    ['that does not parse', 'permit', /^own\.cedar:1:7: /],
    ['without a policy', '// permit', /^own\.cedar: holds no policy$/],
    ['whose policy has no id', `permit ${any};`, /^own\.cedar:1:1: the policy has no @id/],
    [
      'that is a template',
      '@id("t") permit (principal == ?principal, action, resource);',
      /^own\.cedar:1:1: a template/,
    ],
  ])('gives no policy of a source %s, and one problem', (_, text, problem) => {
    expect(parsePolicies(source(text))).toEqual({
      policies: [],
      problems: [expect.stringMatching(problem)],
    });
  });

  it('gives the others of a source where one has a problem', () => {
    const { policies, problems } = parsePolicies(
      source(`permit ${any}; @id("b") forbid ${any} when { resource.a.b };`),
    );
    expect(policies.map(({ id }) => id)).toEqual(['b']);
    expect(problems).toEqual([
      'own.cedar:1:1: the policy has no @id("…")',
      expect.stringMatching(/^own\.cedar:1:39: the policy reads the attribute b /),
    ]);
  });
});
