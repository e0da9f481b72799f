import { describe, expect, it } from '@jest/globals';
import type { Question } from './policy.ts';
import { toEntities } from './to-entities.ts';

const asker = { type: 'Principal', id: 'slack:U1' };
const other = { type: 'Principal', id: 'slack:U2' };
const ask = (attributes: Question['resource']['attributes']): Question => ({
  principal: { id: 'slack:U1', kind: 'guest', groups: ['a', 'a'], teams: ['a'] },
  action: 'do',
  resource: { type: 'Thing', id: 'x', attributes },
});

describe('toEntities', () => {
  it('gives the principal with groups and teams, the resource, and each mentioned principal once', () => {
    const group = { type: 'Group', id: 'slack:U3' };
    const attributes = { owner: other, requester: other, tags: ['slack:U4'], group };
    const parents = [
      { type: 'Group', id: 'a' },
      { type: 'Team', id: 'a' },
    ];
    expect(toEntities(ask(attributes))).toEqual([
      { ref: asker, attributes: { kind: 'guest' }, parents },
      ...parents.map((ref) => ({ ref, attributes: {}, parents: [] })),
      { ref: { type: 'Thing', id: 'x' }, attributes, parents: [] },
      { ref: other, attributes: { kind: 'unknown' }, parents: [] },
    ]);
  });

  it('gives every principal that a list mentions, but not the one who asks', () => {
    const third = { type: 'Principal', id: 'slack:U3' };
    const entities = toEntities(ask({ joiners: [other, asker, third] }));
    expect(entities.slice(-2)).toEqual([
      { ref: other, attributes: { kind: 'unknown' }, parents: [] },
      { ref: third, attributes: { kind: 'unknown' }, parents: [] },
    ]);
    expect(entities.filter(({ ref }) => ref.id === asker.id)).toHaveLength(1);
  });

  it('keeps what is known of the principal when the resource mentions the same', () => {
    const principals = toEntities(ask({ requester: asker })).filter(
      ({ ref }) => ref.type === 'Principal',
    );
    expect(principals).toMatchObject([{ ref: asker, attributes: { kind: 'guest' } }]);
  });
});
