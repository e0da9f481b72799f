import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

const isRecord = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

const isVariable = (node: unknown): boolean => isRecord(node) && 'Var' in node;

const beyondTheQuestion =
  'of something else than the principal, the action, the resource or the context';

const findHere = (operator: string, operand: unknown): readonly string[] => {
  // Only operators have a left side: not the keys of a record, nor the groups of `x is T in groups`, whose key is `in`.
  if (!isRecord(operand) || !('left' in operand)) {
    return [];
  }
  const direct = isVariable(operand['left']);
  if (operator === '.' || operator === 'has') {
    const { attr } = operand;
    // Of `resource has a.b`, where it is a list, the first alone is the resource's own.
    return direct && !Array.isArray(attr)
      ? []
      : [`reads the attribute ${[attr].flat().join('.')} ${beyondTheQuestion}`];
  }
  const asksForParents = operator === 'in' || (operator === 'is' && 'in' in operand);
  return asksForParents && !direct ? [`asks for the groups ${beyondTheQuestion}`] : [];
};

const findIn = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) {
    return node.flatMap(findIn);
  }
  if (!isRecord(node)) {
    return [];
  }
  return Object.entries(node).flatMap(([operator, operand]) => [
    ...findHere(operator, operand),
    ...findIn(operand),
  ]);
};

/**
 * What a policy reads that no question brings along, one clause each; most often nothing. A question carries the
 * principal with its groups, the resource and the context. For everything else Cedar would answer "is in no group"
 * without an error, and a forbid that relies on the answer would not apply.
 */
export const findBlindReads = (policy: PolicyJson): readonly string[] => findIn(policy.conditions);
