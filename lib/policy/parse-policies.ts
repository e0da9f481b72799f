import { policySetTextToParts, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { tellProblems } from './cedar-problems.ts';
import { findBlindReads } from './find-blind-reads.ts';
import { findRolesToKnow } from './find-roles-to-know.ts';
import { type PolicySource, placeOf } from './policy-source.ts';

/** One policy of a source. */
export interface ParsedPolicy {
  /** Its `@id`: the sentence that people read. */
  readonly id: string;
  readonly text: string;
  readonly source: PolicySource;
  /** Where it begins in the source, in bytes. */
  readonly start: number;
  /** The same for people, as `default.cedar:12:1`. */
  readonly place: string;
  /** The groups and teams of which it must know the members: see {@link findRolesToKnow}. */
  readonly rolesToKnow: readonly string[];
}

/** The policies that could be read, and what is wrong with the others, one line each. */
export interface ParsedPolicies {
  readonly policies: readonly ParsedPolicy[];
  readonly problems: readonly string[];
}

interface Part {
  readonly text: string;
  readonly start: number;
}

/** Cedar cuts a source into its policies but does not say where they were; equal ones are told apart by their order. */
const locate = (source: PolicySource, texts: readonly string[]): readonly Part[] => {
  const whole = Buffer.from(source.text);
  const nextAfter = new Map<string, number>();
  return texts.map((text) => {
    const start = whole.indexOf(text, nextAfter.get(text) ?? 0);
    nextAfter.set(text, start + 1);
    return { text, start };
  });
};

const parsePart = (source: PolicySource, { text, start }: Part): ParsedPolicies => {
  const answer = policyToJson(text);
  if (answer.type === 'failure') {
    return { policies: [], problems: tellProblems(source, answer.errors, start) };
  }
  const place = placeOf(source, start);
  const id = answer.json.annotations?.['id'] ?? '';
  const blindReads = findBlindReads(answer.json).map((what) => `${place}: the policy ${what}`);
  return id.trim() === ''
    ? { policies: [], problems: [`${place}: the policy has no @id("…")`, ...blindReads] }
    : {
        policies: [{ id, text, source, start, place, rolesToKnow: findRolesToKnow(answer.json) }],
        problems: blindReads,
      };
};

/** Cuts a source into policies, each with its `@id`. Templates are refused, because nothing would ever fill them in. */
export const parsePolicies = (source: PolicySource): ParsedPolicies => {
  const answer = policySetTextToParts(source.text);
  if (answer.type === 'failure') {
    return { policies: [], problems: tellProblems(source, answer.errors) };
  }
  if (answer.policies.length + answer.policy_templates.length === 0) {
    return { policies: [], problems: [`${source.file}: holds no policy`] };
  }
  const parsed = locate(source, answer.policies).map((part) => parsePart(source, part));
  const templates = locate(source, answer.policy_templates).map(
    ({ start }) => `${placeOf(source, start)}: a template is not a policy; name the principal`,
  );
  return {
    policies: parsed.flatMap(({ policies }) => policies),
    problems: [...parsed.flatMap(({ problems }) => problems), ...templates],
  };
};
