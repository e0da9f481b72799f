import { describe, expect, it } from '@jest/globals';
import { isFault } from '../kernel/errors.ts';
import { createPolicy, type PolicyParts } from './create-policy.ts';
import type { Question, Resource } from './policy.ts';

const schema = {
  file: 'schema.cedarschema',
  text: `
  entity Group, Team;
  entity Principal in [Group, Team] { kind: String };
  entity Thing { requester: Principal, colour: String };
  action "do", "undo" appliesTo {
    principal: Principal, resource: Thing,
    context: { approvals: Long, frozen: Bool, breakGlass: Bool },
  };`,
};
const question: Question = {
  principal: { id: 'slack:U1', kind: 'member', groups: [], teams: [] },
  action: 'do',
  resource: {
    type: 'Thing',
    id: 'x',
    attributes: { requester: { type: 'Principal', id: 'slack:U1' }, colour: 'red' },
  },
};
const source = (text: string, file = 'own.cedar') => ({ file, text });
const create = (...texts: string[]) =>
  createPolicy({ policies: texts.map((text) => source(text)), schema });

/** The lines of the fault that says why there is no policy. */
const problemsOf = (parts: Partial<PolicyParts>): readonly string[] => {
  try {
    createPolicy({ policies: [], schema, ...parts });
  } catch (caught) {
    return isFault(caught, 'POLICY_UNREADABLE') ? caught.message.split('\n').slice(1) : [];
  }
  return [];
};
const problemsIn = (...texts: string[]) =>
  problemsOf({ policies: texts.map((text) => source(text)) });

const any = '(principal, action, resource)';
const doing = '(principal, action == Action::"do", resource)';

describe('createPolicy', () => {
  it('lets a policy take the place of the default one with the same id, and of no other', () => {
    const policy = createPolicy({
      defaults: [
        source(`@id("a") permit ${doing}; @id("b") forbid ${any} when { context.frozen };`),
      ],
      policies: [source(`@id("a") permit ${doing} when { context.approvals >= 3 };`)],
      schema,
    });
    expect(policy.decide(question)).toEqual({ kind: 'permit', approvals: 3, reasons: ['a'] });
    expect(policy.decide({ ...question, context: { frozen: true } }).reasons).toEqual(['b']);
  });

  it.each([0, 1, 2, 3, 4, 5])('finds that %i approvals are needed', (approvals) => {
    const policy = create(`@id("a") permit ${doing} when { context.approvals >= ${approvals} };`);
    expect(policy.decide(question)).toEqual({ kind: 'permit', approvals, reasons: ['a'] });
  });

  it('denies what would need more than five approvals', () => {
    const policy = create(`@id("a") permit ${doing} when { context.approvals >= 6 };`);
    expect(policy.decide(question)).toEqual({ kind: 'deny', reasons: ['no policy permits do'] });
    expect(policy.permits(question, 6).kind).toBe('deny');
  });

  it('denies with a fault under a policy that is not monotone, at every number', () => {
    const policy = create(`@id("a") permit ${doing} when { context.approvals == 2 };`);
    const denial = { kind: 'deny', fault: expect.stringContaining('not monotone') };
    expect(policy.decide(question)).toMatchObject(denial);
    expect(policy.permits(question, 2)).toMatchObject(denial);
  });

  it.each([-1, 0.5, Number.NaN])('denies with a fault for %d approvals', (approvals) => {
    const policy = create(`@id("a") permit ${doing};`);
    expect(policy.permits(question, approvals)).toMatchObject({
      kind: 'deny',
      fault: `${approvals} is not a number of approvals`,
    });
  });

  it('denies with a fault when a forbid fails, though something permits', () => {
    const policy = create(
      `@id("a") permit ${doing};`,
      `@id("b") forbid ${any} when { context.approvals * 9223372036854775807 < 0 };`,
    );
    expect(policy.decide(question)).toMatchObject({
      kind: 'deny',
      fault: expect.stringContaining('do: b: '),
    });
  });

  it('denies with a fault when the question itself is torn', () => {
    const policy = create(`@id("a") permit ${any};`);
    const torn: Question = {
      ...question,
      get resource(): Resource {
        throw new Error('torn');
      },
    };
    expect(policy.decide(torn)).toMatchObject({ kind: 'deny', fault: 'torn' });
    expect(policy.permits(torn, 0)).toMatchObject({ kind: 'deny', fault: 'torn' });
  });

  it('denies with a fault when the resource mentions an entity that is not in the question', () => {
    const policy = createPolicy({
      policies: [source(`@id("a") permit ${any};`)],
      schema: { ...schema, text: schema.text.replace('colour: String', 'colour: Group') },
    });
    const colour = { type: 'Group', id: 'red' };
    const { resource } = question;
    const asked = { ...resource, attributes: { ...resource.attributes, colour } };
    expect(policy.decide({ ...question, resource: asked })).toMatchObject({
      kind: 'deny',
      fault: 'do: absent from the question: Group::"red"',
    });
  });
});

describe('createPolicy does not start', () => {
  it('and says first that it is because of the policies', () => {
    expect(() => create('// nothing')).toThrow(
      'the policies cannot be used:\nown.cedar: holds no policy',
    );
  });

  it('with policies of the same id, and names each with the first', () => {
    const policies = [
      source(`@id("a") permit ${doing};`, 'one.cedar'),
      source(`// more\n  @id("a") forbid ${doing};`, 'two.cedar'),
      source(`@id("a") forbid ${any};`, 'three.cedar'),
    ];
    expect(problemsOf({ policies })).toEqual([
      'two.cedar:2:3: @id("a") is already the id of the policy at one.cedar:1:1',
      'three.cedar:1:1: @id("a") is already the id of the policy at one.cedar:1:1',
    ]);
  });

  it('with two default policies of the same id', () => {
    const twice = [source(`@id("a") permit ${doing}; @id("a") permit ${doing};`, 'd.cedar')];
    expect(problemsOf({ defaults: twice })).toEqual([
      'd.cedar:1:64: @id("a") is already the id of the policy at d.cedar:1:1',
    ]);
  });

  it.each(['', '@id ', '@id("") ', '@id("  ") ', '@name("a") '])(
    'with a policy whose annotation is %o',
    (annotation) => {
      expect(problemsIn(`${annotation}permit ${doing};`)).toEqual([
        'own.cedar:1:1: the policy has no @id("…")',
      ]);
    },
  );

  it('and tells equal policies without an id apart by their places', () => {
    expect(problemsIn(`permit ${doing};\n\npermit ${doing};`)).toEqual([
      'own.cedar:1:1: the policy has no @id("…")',
      'own.cedar:3:1: the policy has no @id("…")',
    ]);
  });

  it('with syntax errors, and tells all of them with line and column, also behind umlauts', () => {
    expect(problemsIn(`@id("ä") permit(principal);\n\n  forbid (action);`)).toEqual([
      expect.stringMatching(/^own\.cedar:1:26: .*missing the `action`/),
      expect.stringMatching(/^own\.cedar:1:26: .*missing the `resource`/),
      expect.stringMatching(/^own\.cedar:3:11: .*`action`/),
      expect.stringMatching(/^own\.cedar:3:17: .*missing the `action`/),
      expect.stringMatching(/^own\.cedar:3:17: .*missing the `resource`/),
    ]);
  });

  it('with policies that do not pass the schema, and says where inside of them', () => {
    const text = `@id("a") permit ${doing};\n@id("b")\nforbid ${any}\nwhen { resource.size == 1 };`;
    const [first, ...others] = problemsIn(text);
    expect(first).toMatch(/^own\.cedar:4:8: .*attribute `size` on entity type `Thing` not found/);
    expect(others).toEqual([]);
  });

  it('with a default policy that does not pass the schema', () => {
    const text = `@id("a") permit ${any} when { resource.size == 1 };`;
    expect(problemsOf({ defaults: [source(text, 'd.cedar')] })).toHaveLength(1);
  });

  it('with an action that the schema does not declare, told once', () => {
    const text = '@id("a") permit (principal, action == Action::"fly", resource);';
    expect(problemsIn(text)).toEqual([
      expect.stringMatching(/^own\.cedar:1:39: .*unrecognized action/),
    ]);
  });

  it.each([
    ['can never apply', `principal.kind == "a" && principal is Thing`, 'impossible'],
    ['compares with look-alike letters', `resource.colour == "rеd"`, 'mixed scripts'],
  ])('with a forbid that %s', (_, condition, problem) => {
    expect(problemsIn(`@id("a") forbid ${any} when { ${condition} };`)).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('with a policy that has several faults, and tells them all', () => {
    expect(problemsIn(`permit ${any} when { resource.requester in Group::"a" };`)).toEqual([
      'own.cedar:1:1: the policy has no @id("…")',
      'own.cedar:1:1: the policy asks for the groups of something else than the principal, the action, the resource or the context',
    ]);
  });

  it('with a template', () => {
    const template = `@id("t") permit (principal == ?principal, action, resource);`;
    expect(problemsIn(`@id("a") permit ${doing};\n${template}`)).toEqual([
      'own.cedar:2:1: a template is not a policy; name the principal',
    ]);
    expect(problemsIn(template)).toEqual([
      'own.cedar:1:1: a template is not a policy; name the principal',
    ]);
  });

  it('with a source that holds no policy', () => {
    expect(problemsIn('// permit everything')).toEqual(['own.cedar: holds no policy']);
  });

  it('with a schema that does not parse', () => {
    const parts = {
      policies: [source(`@id("a") permit ${doing};`)],
      schema: { file: 's.cedarschema', text: 'entity Group;\nentity {' },
    };
    expect(problemsOf(parts)).toEqual([
      expect.stringMatching(
        /^s\.cedarschema:2:8: .*`{` \(expected identifier; action declarations/,
      ),
    ]);
  });

  it('and names the problems of all files at once', () => {
    const parts = {
      defaults: [source('permit', 'd.cedar')],
      policies: [source(`permit ${doing};`, 'one.cedar'), source('', 'two.cedar')],
    };
    expect(problemsOf(parts).map((line) => line.split(':')[0])).toEqual([
      'd.cedar',
      'one.cedar',
      'two.cedar',
    ]);
  });
});
