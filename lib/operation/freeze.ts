import type { ArgValues } from '../command/spec.ts';
import type { Principal } from '../identity/principal.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { Decision, Question } from '../policy/policy.ts';
import type { Operation, Plan } from './operation.ts';

/** A time in which some operations are not wanted. */
export interface Freeze {
  readonly name: string;
  /** From this moment on, and until just before the other. */
  readonly from: EpochMillis;
  readonly to: EpochMillis;
  /** The end as people read it, as `2027-01-02 00:00 Europe/Berlin`. */
  readonly until: string;
  /** Names of environments; undefined: all, and what is in none. */
  readonly environments: readonly string[] | undefined;
  /** Names of operations, a `*` at the end for all that begin so, as `infra *`; undefined: all that change something. */
  readonly operations: readonly string[] | undefined;
  readonly reason: string;
}

/** The freeze that covers an operation on an environment (undefined: on none) now; of several, the one that ends last. */
export type FindFreeze = (
  operation: Pick<Operation, 'name' | 'changes'>,
  environment: string | undefined,
) => Freeze | undefined;

/** The option by which somebody breaks the glass; it takes the incident. */
export const breakGlassOption = 'break-glass';

/** The group of those who may break the glass. */
export const breakGlassGroup = 'break-glass';

const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** The patterns of freezes that cover none of these operations: whoever wrote them believes in a freeze that is not there. */
export const strayPatterns = (
  freezes: readonly Freeze[],
  operations: readonly Pick<Operation, 'name' | 'changes'>[],
): readonly string[] =>
  freezes.flatMap(({ name, operations: patterns = [] }) =>
    patterns
      .filter((pattern) => !operations.some((each) => each.changes && covers(pattern, each.name)))
      .map(
        (pattern) =>
          `freezes: ${name}: no operation that changes anything is called '${pattern}'; expected names as 'infra stop', or 'infra *'`,
      ),
  );

/** Looks freezes up at the time that `now` gives. */
export const createFindFreeze =
  (freezes: readonly Freeze[], now: () => EpochMillis): FindFreeze =>
  ({ name, changes }, environment) => {
    if (!changes) {
      return undefined;
    }
    const at = now();
    const [last] = freezes
      .filter(
        ({ from, to, environments, operations }) =>
          from <= at &&
          at < to &&
          (environments === undefined ||
            (environment !== undefined && environments.includes(environment))) &&
          (operations === undefined || operations.some((pattern) => covers(pattern, name))),
      )
      .toSorted((a, b) => b.to - a.to);
    return last;
  };

const environmentOf = ({ facts, resource }: Plan): string | undefined =>
  resource.type === 'Environment' ? resource.id : facts['environment'];

/** Whether somebody is entitled to break the glass. */
export const mayBreakGlass = ({ groups }: Pick<Principal, 'groups'>): boolean =>
  groups.includes(breakGlassGroup);

/** The question whether somebody may do what was planned, with the circumstances of now. */
export const questionOf = (
  findFreeze: FindFreeze,
  principal: Principal,
  operation: Operation,
  values: ArgValues,
  plan: Plan,
): Question => ({
  principal,
  action: operation.action,
  resource: plan.resource,
  context: {
    frozen: findFreeze(operation, environmentOf(plan)) !== undefined,
    breakGlass: values[breakGlassOption] !== undefined && mayBreakGlass(principal),
  },
});

/** The `@id` of the policy that forbids what a freeze covers. */
const frozenPolicy = 'frozen';

/** The decision, with the freeze's name, reason and end in the place of the bare word. */
export const explainFreeze = <D extends Decision>(
  decision: D,
  findFreeze: FindFreeze,
  operation: Pick<Operation, 'name' | 'changes'>,
  plan: Plan,
): D => {
  const freeze = findFreeze(operation, environmentOf(plan));
  return freeze === undefined || !decision.reasons.includes(frozenPolicy)
    ? decision
    : {
        ...decision,
        reasons: decision.reasons.map((reason) =>
          reason === frozenPolicy
            ? `frozen until ${freeze.until} (${freeze.name}: ${freeze.reason})`
            : reason,
        ),
      };
};
