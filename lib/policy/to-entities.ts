import {
  type AttributeValue,
  type EntityRef,
  entitiesIn,
  type Question,
  type Subject,
} from './policy.ts';

/** An entity with all that policies may read of it. */
export interface Entity {
  readonly ref: EntityRef;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** The groups and teams that it is in. */
  readonly parents: readonly EntityRef[];
}

/**
 * The kind of a principal who is only mentioned, as a request's requester. No policy can see it: whatever reads
 * more of a mentioned principal than who it is does not pass `findBlindReads`.
 */
const mentionedKind = 'unknown';

const named = (type: string, names: readonly string[]): Entity[] =>
  [...new Set(names)].map((id) => ({ ref: { type, id }, attributes: {}, parents: [] }));

const principalEntity = (id: string, kind: string, parents: readonly Entity[]): Entity => ({
  ref: { type: 'Principal', id },
  attributes: { kind },
  parents: parents.map(({ ref }) => ref),
});

const asker = ({ id, kind, groups, teams }: Subject): Entity[] => {
  const parents = [...named('Group', groups), ...named('Team', teams)];
  return [principalEntity(id, kind, parents), ...parents];
};

/**
 * All the entities that a question is about: the principal with its groups and teams, the resource, and the
 * principals that the resource's attributes mention. Another mentioned entity is not made up here, so that the
 * engine misses it and denies.
 */
export const toEntities = ({ principal, resource }: Question): readonly Entity[] => {
  const mentioned = Object.values(resource.attributes)
    .flatMap(entitiesIn)
    .filter(({ type, id }) => type === 'Principal' && id !== principal.id);
  return [
    ...asker(principal),
    {
      ref: { type: resource.type, id: resource.id },
      attributes: resource.attributes,
      parents: [],
    },
    ...[...new Set(mentioned.map(({ id }) => id))].map((id) =>
      principalEntity(id, mentionedKind, []),
    ),
  ];
};
