import type { ArgSpec, ArgSpecs } from './spec.ts';
import type { ValueType } from './value-types.ts';

/** What every declaration of an argument says; the fields are those of {@link ArgSpec}. */
interface Wording {
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly valueName?: string;
  readonly isHidden?: true;
  readonly value: ValueType;
}

type Defaulted = Wording & { readonly default: string };
type Optional = Wording & { readonly optional: true };

/** An argument that a command cannot do without. */
export type RequiredArg = ArgSpec & { readonly required: true };

/** An argument that has a value even when it is left out. */
export type DefaultedArg = ArgSpec & { readonly required: false; readonly default: string };

/** An argument that may be absent. */
export type OptionalArg = ArgSpec & { readonly required: false };

/**
 * The values that go with declared arguments: a string for each that is required or has a default, and perhaps one for
 * each of the others.
 */
export type ArgValuesOf<A extends ArgSpecs> = {
  readonly [K in keyof A as A[K] extends RequiredArg | DefaultedArg ? K : never]: string;
} & {
  readonly [K in keyof A as A[K] extends RequiredArg | DefaultedArg ? never : K]?: string;
};

const declare = (
  at: ArgSpec['at'],
  { value, optional, ...wording }: Wording & { optional?: true; default?: string },
): ArgSpec => ({
  ...wording,
  at,
  required: optional === undefined && wording.default === undefined,
  ...value,
});

/** Declares a bare word. It is required unless it has a `default` or is `optional`. */
export function position(declared: Defaulted): DefaultedArg;
export function position(declared: Optional): OptionalArg;
export function position(declared: Wording): RequiredArg;
export function position(declared: Wording): ArgSpec {
  return declare('position', declared);
}

/** Declares a `--name value`. It is required unless it has a `default` or is `optional`. */
export function option(declared: Defaulted): DefaultedArg;
export function option(declared: Optional): OptionalArg;
export function option(declared: Wording): RequiredArg;
export function option(declared: Wording): ArgSpec {
  return declare('option', declared);
}
