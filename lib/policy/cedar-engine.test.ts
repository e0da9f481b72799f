import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isFault } from '../kernel/errors.ts';
import { createEngine, type EngineQuestion } from './cedar-engine.ts';
import type { Question } from './policy.ts';
import { toEntities } from './to-entities.ts';

const schema = `
  entity Group, Team;
  entity Principal in [Group, Team] { kind: String };
  entity Thing { requester: Principal, size: Long, tags: Set<String> };
  action "do" appliesTo {
    principal: Principal, resource: Thing,
    context: { approvals: Long, frozen: Bool, breakGlass: Bool },
  };`;
const open = { open: 'permit (principal, action, resource);' };
const engine = createEngine(open, schema);

const asked: Question = {
  principal: { id: 'slack:U1', kind: 'member', groups: ['a', 'b'], teams: ['t'] },
  action: 'do',
  resource: {
    type: 'Thing',
    id: 'x',
    attributes: { requester: { type: 'Principal', id: 'slack:U2' }, size: 1, tags: ['red'] },
  },
};
const question: EngineQuestion = {
  principal: { type: 'Principal', id: 'slack:U1' },
  action: 'do',
  resource: { type: 'Thing', id: 'x' },
  context: { approvals: 2, frozen: false, breakGlass: false },
  entities: toEntities(asked),
};

describe('createEngine', () => {
  it('permits with the ids of the policies that permit', () => {
    expect(engine(question)).toEqual({ kind: 'permit', reasons: ['open'] });
  });

  it('denies without a reason when nothing permits', () => {
    const closed = createEngine(
      { never: 'permit (principal, action, resource) when { false };' },
      schema,
    );
    expect(closed(question)).toEqual({ kind: 'deny', reasons: [] });
  });

  it('sorts the ids', () => {
    const text = open.open;
    const many = createEngine({ c: text, a: text, b: text }, schema);
    expect(many(question)).toEqual({ kind: 'permit', reasons: ['a', 'b', 'c'] });
  });

  it('is faulty, and names it, when any one entity is absent', () => {
    fc.assert(
      fc.property(fc.nat({ max: question.entities.length - 1 }), (index) => {
        const absent = question.entities[index]?.ref;
        const entities = question.entities.toSpliced(index, 1);
        expect(engine({ ...question, entities })).toEqual({
          kind: 'faulty',
          fault: `absent from the question: ${absent?.type}::"${absent?.id}"`,
        });
      }),
    );
    expect(question.entities).toHaveLength(6);
  });

  it('names all that is absent', () => {
    const entities = question.entities.filter(({ ref }) => ref.type !== 'Group');
    expect(engine({ ...question, entities })).toEqual({
      kind: 'faulty',
      fault: 'absent from the question: Group::"a", Group::"b"',
    });
  });

  it('misses an entity that only a list mentions', () => {
    const friends = [{ type: 'Principal', id: 'slack:U3' }];
    const entities = question.entities.map((entity) =>
      entity.ref.type === 'Thing'
        ? { ...entity, attributes: { ...entity.attributes, friends } }
        : entity,
    );
    expect(engine({ ...question, entities })).toEqual({
      kind: 'faulty',
      fault: 'absent from the question: Principal::"slack:U3"',
    });
  });

  it('tells everything that is wrong with a question', () => {
    const [principal, resource] = ['no type', 'no kind'].map((type) => ({ type, id: 'x' }));
    const entities = [principal, resource].flatMap((ref) =>
      ref === undefined ? [] : [{ ref, attributes: {}, parents: [] }],
    );
    const answer = principal && resource && engine({ ...question, principal, resource, entities });
    expect(answer).toMatchObject({
      kind: 'faulty',
      fault: expect.stringMatching(/^failed to parse principal.*; failed to parse resource/s),
    });
  });

  it('tells of every policy that fails', () => {
    const forbid = `forbid (principal, action, resource) when { resource.colour == "red" };`;
    const answer = createEngine({ ...open, one: forbid, two: forbid }, schema)(question);
    const each = '(one|two): [^;]*does not have the attribute `colour`[^;]*';
    expect(answer).toMatchObject({
      kind: 'faulty',
      fault: expect.stringMatching(new RegExp(`^${each}; ${each}$`)),
    });
  });

  it('is faulty when the resource is present only under another type or id', () => {
    expect(engine({ ...question, resource: { type: 'Thing', id: 'y' } }).kind).toBe('faulty');
    expect(engine({ ...question, resource: { type: 'Group', id: 'x' } }).kind).toBe('faulty');
  });

  it('is faulty when the action is not for this type of resource, though it is present', () => {
    expect(engine({ ...question, resource: { type: 'Group', id: 'a' } })).toMatchObject({
      fault: expect.stringContaining('resource type `Group` is not valid for `Action::"do"`'),
    });
  });

  it.each([
    ['a forbid reads an attribute that is not there', 'resource.colour == "red"'],
    ['a forbid overflows', 'resource.size * context.approvals * 9223372036854775807 > 0'],
    ['a forbid reads a literal entity that no question carries', 'Thing::"other".size == 1'],
  ])('is faulty when %s, though something permits', (_, condition) => {
    const forbid = `forbid (principal, action, resource) when { ${condition} };`;
    const answer = createEngine({ ...open, broken: forbid }, schema)(question);
    expect(answer).toMatchObject({ kind: 'faulty', fault: expect.stringContaining('broken: ') });
  });

  it('is faulty when the same entity comes in two versions', () => {
    const [first, ...others] = question.entities;
    const twice = first ? [first, { ...first, parents: [] }, ...others] : [];
    expect(engine({ ...question, entities: twice })).toMatchObject({
      fault: expect.stringContaining('duplicate'),
    });
  });

  it('is faulty when Cedar throws', () => {
    const halfACharacter = '\ud800';
    expect(engine({ ...question, action: halfACharacter }).kind).toBe('faulty');
  });

  it('is faulty when the number of approvals is no whole number', () => {
    const context = { ...question.context, approvals: 1.5 };
    expect(engine({ ...question, context }).kind).toBe('faulty');
  });

  it('does not mix up engines with other policies of the same id', () => {
    const other = createEngine({ open: 'forbid (principal, action, resource);' }, schema);
    expect(other(question)).toEqual({ kind: 'deny', reasons: ['open'] });
    expect(engine(question)).toEqual({ kind: 'permit', reasons: ['open'] });
  });

  it.each([
    [
      'policies',
      { a: 'permit', b: 'forbid' },
      schema,
      /policy with id `[ab]`.*; .*policy with id `[ab]`/,
    ],
    ['schemas', open, 'entity', /schema/],
  ])('throws POLICY_UNREADABLE for %s that do not parse', (_, policies, text, message) => {
    const caught = (() => {
      try {
        return createEngine(policies, text);
      } catch (error) {
        return error;
      }
    })();
    expect(isFault(caught, 'POLICY_UNREADABLE') && caught.message).toMatch(message);
  });
});
