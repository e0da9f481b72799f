import type { ArgValues, CommandSpec } from './spec.ts';

/** Everything is there and checked; defaults are filled in. */
export interface Command {
  readonly kind: 'command';
  readonly spec: CommandSpec;
  readonly values: ArgValues;
  readonly dryRun: boolean;
}

/** What was given is checked and right, but required arguments are missing: a form can ask for them. */
interface Incomplete {
  readonly kind: 'incomplete';
  readonly spec: CommandSpec;
  /** Only what was written; no defaults. */
  readonly given: ArgValues;
  /** The names of the missing arguments in the order of declaration; never empty. */
  readonly missing: readonly string[];
  readonly dryRun: boolean;
}

/** Somebody asks how it is done. */
interface HelpWanted {
  readonly kind: 'help';
  /** A command or a group of them, as `infra` or `infra status`; empty for everything. */
  readonly topic: string;
}

/** What cannot be understood, in words for the person who wrote it. */
export interface Unparsable {
  readonly kind: 'unparsable';
  /** One sentence or a few: what is wrong and what to do. */
  readonly problem: string;
  /** The whole command that was probably meant; the problem does not repeat it. */
  readonly suggestion?: string;
  /** How the command is written, or the commands there are; one line each. */
  readonly usage: readonly string[];
}

/** What a text means. */
export type Parsed = Command | Incomplete | HelpWanted | Unparsable;
