import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** What it does for somebody to be in a group or team: it helps them to a permit, harms them, or nobody can tell from the form. */
type Sense = 'helps' | 'harms' | 'either';

const opposite: Readonly<Record<Sense, Sense>> = {
  helps: 'harms',
  harms: 'helps',
  either: 'either',
};

/** The parts of a condition that hold where their parts hold; `!` holds where its part does not. */
const sameSense: ReadonlySet<string> = new Set(
  '&& || in is left right arg Value Set __entity entity entities'.split(' '),
);

const isRecord = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

const senseOf = (operator: string, sense: Sense): Sense => {
  if (operator === '!') {
    return opposite[sense];
  }
  return sameSense.has(operator) ? sense : 'either';
};

const findIn = (node: unknown, sense: Sense): readonly string[] => {
  if (Array.isArray(node)) {
    return node.flatMap((each) => findIn(each, sense));
  }
  if (!isRecord(node)) {
    return [];
  }
  const { type, id } = node;
  if ((type === 'Group' || type === 'Team') && typeof id === 'string') {
    return sense === 'helps' ? [] : [`${type}::${id}`];
  }
  return Object.entries(node).flatMap(([operator, operand]) =>
    findIn(operand, senseOf(operator, sense)),
  );
};

/**
 * The groups and teams of which a policy must know the members, as `Team::contractors`: to be in one of them can turn a permit into a
 * denial, so that taking an unknown one for empty would let people do what is forbidden to them. Where the form does not show it, it counts.
 */
export const findRolesToKnow = ({
  effect,
  principal,
  conditions,
}: PolicyJson): readonly string[] => {
  const sense: Sense = effect === 'permit' ? 'helps' : 'harms';
  const found = [
    ...findIn(principal, sense),
    ...conditions.flatMap(({ kind, body }) =>
      findIn(body, kind === 'when' ? sense : opposite[sense]),
    ),
  ];
  return [...new Set(found)];
};
