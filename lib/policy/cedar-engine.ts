import {
  type CedarValueJson,
  type EntityJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { hashOf } from '../kernel/canonical-json.ts';
import { describeError, Fault } from '../kernel/errors.ts';
import { describeProblem } from './cedar-problems.ts';
import { type AttributeValue, type EntityRef, entitiesIn, isEntityRef } from './policy.ts';
import type { Entity } from './to-entities.ts';

/** The circumstances of a question, all of them. */
type Circumstances = {
  readonly approvals: number;
  readonly frozen: boolean;
  readonly breakGlass: boolean;
};

/** One question in the terms of Cedar. */
export interface EngineQuestion {
  readonly principal: EntityRef;
  /** As `image:provision`. */
  readonly action: string;
  readonly resource: EntityRef;
  readonly context: Circumstances;
  /** Everything that is referred to, directly or by another entity; what is missing makes the question faulty. */
  readonly entities: readonly Entity[];
}

/** One answer: `faulty` means that Cedar could not be asked properly, and must be taken for a denial. */
export type EngineAnswer =
  | {
      readonly kind: 'permit' | 'deny';
      /** The ids of the policies that decided; none for a denial because nothing permits. */
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'faulty'; readonly fault: string };

/** Asks Cedar. It never throws. */
export type Engine = (question: EngineQuestion) => EngineAnswer;

const faulty = (fault: string): EngineAnswer => ({ kind: 'faulty', fault });

const nameOf = ({ type, id }: EntityRef): string => `${type}::${JSON.stringify(id)}`;

/** Cedar takes an absent entity for one without groups and says nothing, so absence is looked for here. */
const findAbsent = ({ principal, resource, entities }: EngineQuestion): readonly string[] => {
  const present = new Set(entities.map(({ ref }) => nameOf(ref)));
  const referred = entities.flatMap(({ attributes, parents }) => [
    ...parents,
    ...Object.values(attributes).flatMap(entitiesIn),
  ]);
  const names = [principal, resource, ...referred].map(nameOf);
  return [...new Set(names)].filter((name) => !present.has(name));
};

const toUid = ({ type, id }: EntityRef): { type: string; id: string } => ({ type, id });

const toCedarValue = (value: AttributeValue): CedarValueJson => {
  if (isEntityRef(value)) {
    return { __entity: toUid(value) };
  }
  return typeof value === 'object' ? value.map(toCedarValue) : value;
};

const toCedarEntity = ({ ref, attributes, parents }: Entity): EntityJson => ({
  uid: toUid(ref),
  attrs: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, toCedarValue(value)]),
  ),
  parents: parents.map(toUid),
});

const ask = (name: string, question: EngineQuestion): EngineAnswer => {
  const absent = findAbsent(question);
  if (absent.length > 0) {
    return faulty(`absent from the question: ${absent.join(', ')}`);
  }
  const answer = statefulIsAuthorized({
    principal: toUid(question.principal),
    action: { type: 'Action', id: question.action },
    resource: toUid(question.resource),
    context: question.context,
    entities: question.entities.map(toCedarEntity),
    preparsedSchemaName: name,
    preparsedPolicySetId: name,
    validateRequest: true,
  });
  if (answer.type === 'failure') {
    return faulty(answer.errors.map(describeProblem).join('; '));
  }
  const { decision, diagnostics } = answer.response;
  // Cedar skips a policy that fails, and so a forbid that fails would not forbid.
  return diagnostics.errors.length > 0
    ? faulty(
        diagnostics.errors
          .map(({ policyId, error }) => `${policyId}: ${describeProblem(error)}`)
          .join('; '),
      )
    : { kind: decision === 'allow' ? 'permit' : 'deny', reasons: diagnostics.reason.toSorted() };
};

/**
 * Reads policies by id, and the schema, once for all questions. They must have been validated before; throws the
 * fault POLICY_UNREADABLE if Cedar does not read them all the same.
 */
export const createEngine = (
  policies: Readonly<Record<string, string>>,
  schema: string,
): Engine => {
  // Cedar keeps what it read for the whole process, by name: equal policies share their place, others never.
  const name = hashOf({ policies, schema });
  for (const answer of [
    preparseSchema(name, schema),
    preparsePolicySet(name, { staticPolicies: { ...policies } }),
  ]) {
    if (answer.type === 'failure') {
      throw new Fault('POLICY_UNREADABLE', answer.errors.map(describeProblem).join('; '));
    }
  }
  return (question) => {
    try {
      return ask(name, question);
    } catch (caught) {
      return faulty(describeError(caught));
    }
  };
};
