import { type ValidationError, validate } from '@cedar-policy/cedar-wasm/nodejs';
import { tellProblems } from './cedar-problems.ts';
import type { ParsedPolicy } from './parse-policies.ts';
import type { PolicySource } from './policy-source.ts';

/** Warnings of policies that have errors say the same once more, in fewer words. */
const withoutEchoes = (
  errors: readonly ValidationError[],
  warnings: readonly ValidationError[],
): readonly ValidationError[] => {
  const failed = new Set(errors.map(({ policyId }) => policyId));
  return [...errors, ...warnings.filter(({ policyId }) => !failed.has(policyId))];
};

/**
 * What is wrong with policies under the schema, one line each. Warnings count: a forbid that can never apply, or
 * that compares with a look-alike letter, does not do what its reader thinks.
 */
export const validatePolicies = (
  policies: readonly ParsedPolicy[],
  schema: PolicySource,
): readonly string[] => {
  const byPlace = new Map(policies.map((policy) => [policy.place, policy]));
  const texts = policies.map(({ place, text }) => [place, text] as const);
  const answer = validate({
    schema: schema.text,
    policies: { staticPolicies: Object.fromEntries(texts) },
  });
  if (answer.type === 'failure') {
    // The policies have been parsed before, so that it is the schema that cannot be read.
    return tellProblems(schema, answer.errors);
  }
  const found = withoutEchoes(answer.validationErrors, answer.validationWarnings);
  return found.flatMap(({ policyId, error }) => {
    const policy = byPlace.get(policyId);
    return policy ? tellProblems(policy.source, [error], policy.start) : [error.message];
  });
};
