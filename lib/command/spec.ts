import type { Result } from '../kernel/result.ts';

/** How a form asks for an argument. Lengths are in characters. `search`: text that is picked from what is suggested for what was typed. */
export type Input =
  | {
      readonly kind: 'text';
      readonly minLength: number;
      readonly maxLength: number;
      readonly multiline: boolean;
    }
  | {
      readonly kind: 'search';
      readonly minLength: number;
      readonly maxLength: number;
      /** How much must be typed before anything is suggested; 0: something is suggested at once. */
      readonly minQuery: number;
    }
  | { readonly kind: 'choice'; readonly options: readonly string[] };

/** One argument of an operation: how it is written, asked for, checked and explained. */
export interface ArgSpec {
  /** `position`: a bare word, in the order of declaration. `option`: `--name value` or `--name=value`. */
  readonly at: 'position' | 'option';
  /** What a form calls it, as `Justification`. */
  readonly label: string;
  /** One sentence for help and the form: what to write, and in what limits. */
  readonly hint: string;
  /** A valid value to show as an example. */
  readonly placeholder: string;
  /** What stands for the value in usage lines, as `reason` in `--justification "<reason>"`; else the argument's name. */
  readonly valueName?: string;
  readonly required: boolean;
  /** Known to the grammar, but neither shown in help nor asked in a form, as what only buttons and forms carry. */
  readonly isHidden?: true;
  /** Taken when the argument is left out; only of optional arguments. */
  readonly default?: string;
  readonly input: Input;
  /** The value to use, or one sentence that says what is wrong and what to write instead. */
  readonly check: (text: string) => Result<string, string>;
}

/** The arguments of an operation by name. */
export type ArgSpecs = Readonly<Record<string, ArgSpec>>;

/** Checked values by argument name; arguments left out and without a default are absent. */
export type ArgValues = Readonly<Record<string, string>>;

/** What the grammar must know of an operation. */
export interface CommandSpec {
  /** Its place in the grammar, as `infra status` or `request-image`; the first word is the slash command. */
  readonly name: string;
  /** One line for help, without a full stop. */
  readonly summary: string;
  /** A command that works, as `/infra status dev`. */
  readonly example: string;
  readonly args: ArgSpecs;
  /** Whether `--dry-run` is understood: it plans and tells, and changes nothing; what only reads is done as without it. */
  readonly dryRun: boolean;
  /** Known to the grammar but not shown in help, as what only buttons use. */
  readonly hidden?: boolean;
}
