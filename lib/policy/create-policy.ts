import { describeError, Fault } from '../kernel/errors.ts';
import { createEngine, type Engine, type EngineAnswer } from './cedar-engine.ts';
import { denyFaulty, maxApprovals, settle, settleAt } from './decide.ts';
import { type ParsedPolicy, parsePolicies } from './parse-policies.ts';
import type { Decision, LoadedPolicy, Question } from './policy.ts';
import type { PolicySource } from './policy-source.ts';
import { toEntities } from './to-entities.ts';
import { validatePolicies } from './validate-policies.ts';

/** What a policy of the house is made of. */
export interface PolicyParts {
  /** Policies that give way to one of `policies` with the same `@id`. */
  readonly defaults?: readonly PolicySource[];
  readonly policies: readonly PolicySource[];
  readonly schema: PolicySource;
}

const findDuplicates = (policies: readonly ParsedPolicy[]): readonly string[] => {
  const first = new Map<string, ParsedPolicy>();
  return policies.flatMap((policy) => {
    const earlier = first.get(policy.id);
    first.set(policy.id, earlier ?? policy);
    return earlier
      ? [`${policy.place}: @id("${policy.id}") is already the id of the policy at ${earlier.place}`]
      : [];
  });
};

/** All policies by id, or the fault POLICY_UNREADABLE with every problem, one a line. */
const readPolicies = (parts: PolicyParts): ReadonlyMap<string, ParsedPolicy> => {
  const parsedDefaults = (parts.defaults ?? []).map(parsePolicies);
  const parsedOwn = parts.policies.map(parsePolicies);
  const defaults = parsedDefaults.flatMap(({ policies }) => policies);
  const own = parsedOwn.flatMap(({ policies }) => policies);
  const problems = [
    ...[...parsedDefaults, ...parsedOwn].flatMap((parsed) => parsed.problems),
    ...findDuplicates(defaults),
    ...findDuplicates(own),
    ...validatePolicies([...defaults, ...own], parts.schema),
  ];
  if (problems.length > 0) {
    throw new Fault('POLICY_UNREADABLE', ['the policies cannot be used:', ...problems].join('\n'));
  }
  return new Map([...defaults, ...own].map((policy) => [policy.id, policy]));
};

/** The answers for 0, 1, … approvals, in this order. */
const askAll = (engine: Engine, question: Question): readonly EngineAnswer[] => {
  const { principal, action, resource, context } = question;
  const entities = toEntities(question);
  return Array.from({ length: maxApprovals + 1 }, (_, approvals) =>
    engine({
      principal: { type: 'Principal', id: principal.id },
      action,
      resource,
      context: {
        approvals,
        frozen: context?.frozen ?? false,
        breakGlass: context?.breakGlass ?? false,
      },
      entities,
    }),
  );
};

const orDenial = (decide: () => Decision): Decision => {
  try {
    return decide();
  } catch (caught) {
    return denyFaulty(describeError(caught));
  }
};

/**
 * Makes the policy of the house from its sources. Throws the fault POLICY_UNREADABLE, whose message names every
 * problem in a line of its own, unless all of them parse, have an `@id` that no other one has, pass the schema, and
 * read nothing that a question does not carry.
 */
export const createPolicy = (parts: PolicyParts): LoadedPolicy => {
  const policies = [...readPolicies(parts).values()];
  const texts = Object.fromEntries(policies.map(({ id, text }) => [id, text]));
  const engine = createEngine(texts, parts.schema.text);
  return {
    rolesToKnow: new Set(policies.flatMap(({ rolesToKnow }) => rolesToKnow)),
    decide: (question) => orDenial(() => settle(question.action, askAll(engine, question))),
    permits: (question, approvals) =>
      Number.isInteger(approvals) && approvals >= 0
        ? orDenial(() => settleAt(question.action, askAll(engine, question), approvals))
        : denyFaulty(`${approvals} is not a number of approvals`),
  };
};
