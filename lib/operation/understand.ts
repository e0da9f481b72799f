import { fillForm } from '../command/fill-form.ts';
import { formatCommand } from '../command/format-command.ts';
import { helpFor } from '../command/help.ts';
import { parse } from '../command/parse.ts';
import type { ArgSpecs, ArgValues } from '../command/spec.ts';
import type { Form, Reply } from '../reply/reply.ts';
import type { AttemptEnd, Words } from './attempt.ts';
import type { Catalogue } from './catalogue.ts';
import type { Confirmation, Operation } from './operation.ts';
import { errorReply, helpReply, unparsableReply } from './replies.ts';
import type { Inside } from './surface.ts';

/** A command of which everything is known. */
export interface Command {
  readonly kind: 'command';
  readonly operation: Operation;
  readonly values: ArgValues;
  readonly dryRun: boolean;
}

/** A command that must be confirmed by typing under the sight of its plan, and was not. */
export interface Unconfirmed {
  readonly kind: 'unconfirmed';
  readonly operation: Operation;
  readonly confirmation: Confirmation;
  readonly values: ArgValues;
}

/** A command that lacks something, and the form that asks for it. */
export interface Incomplete {
  readonly kind: 'form';
  readonly form: Form;
  readonly operation: Operation;
  /** What was given, checked. */
  readonly values: ArgValues;
}

/** What somebody's words come to. Only a command needs more than memory to be answered. */
export type Understood =
  | Command
  | Unconfirmed
  | Incomplete
  | { readonly kind: 'inside'; readonly end: AttemptEnd; readonly inside: Inside };

const say = (end: AttemptEnd, reply: Reply): Understood => ({
  kind: 'inside',
  end,
  inside: { kind: 'reply', reply },
});

/** The form that asks for these arguments of an operation; `given` is what is known and not asked. */
export const formFor = (
  operation: Operation,
  given: ArgValues,
  dryRun: boolean,
  asked: ArgSpecs,
): Form => ({
  title: operation.form?.title ?? operation.summary,
  submit: operation.form?.submit ?? 'Submit',
  intro: [],
  operation: operation.name,
  command: formatCommand(operation, given, dryRun),
  given,
  dryRun,
  fields: asked,
});

/** What is optional is offered too: who is shown a form sees all that can be said. */
const allBut = (given: ArgValues, { args }: Operation): ArgSpecs =>
  Object.fromEntries(
    Object.entries(args).filter(
      ([name, { isHidden }]) => isHidden !== true && !Object.hasOwn(given, name),
    ),
  );

/** A command, unless its values do not go together or it must be confirmed first. */
const commandOf = (
  operation: Operation,
  values: ArgValues,
  dryRun: boolean,
): Command | Unconfirmed | { readonly kind: 'wrong'; readonly errors: ArgValues } => {
  const errors = operation.check?.(values) ?? {};
  if (Object.keys(errors).length > 0) {
    return { kind: 'wrong', errors };
  }
  const { confirmation } = operation;
  return confirmation?.isNeeded(values) === true && !dryRun && !isConfirmed(confirmation, values)
    ? { kind: 'unconfirmed', operation, confirmation, values }
    : // What only reads is its own dry run.
      { kind: 'command', operation, values, dryRun: dryRun && operation.changes };
};

/** What is typed counts only under the sight of a plan. */
const isConfirmed = ({ argument }: Confirmation, values: ArgValues): boolean =>
  values[argument] !== undefined && values['plan'] !== undefined;

const gone = (name: string): Understood =>
  say(
    'refused',
    errorReply(`There is no operation '${name}' any more. Please type the command anew.`),
  );

const understandForm = (
  catalogue: Catalogue,
  words: Extract<Words, { kind: 'form' }>,
): Understood => {
  const operation = catalogue.find(words.operation);
  if (operation === undefined) {
    return gone(words.operation);
  }
  const filled = fillForm(operation, words.given, words.fields);
  const read =
    filled.kind === 'command' ? commandOf(operation, filled.values, words.dryRun) : filled;
  if (read.kind === 'command' || read.kind === 'unconfirmed') {
    return read;
  }
  const { errors } = read;
  // A form of an older version may lack the field of an argument at fault: then the errors are said aloud.
  return Object.keys(errors).every((name) => Object.hasOwn(words.fields, name))
    ? { kind: 'inside', end: 'unparsable', inside: { kind: 'field-errors', errors } }
    : say(
        'unparsable',
        errorReply(`${Object.values(errors).join(' ')} Please type the command anew.`),
      );
};

/** Reads somebody's words by the grammar of all operations. Total: whatever the words are, there is an answer. */
export const understand = (catalogue: Catalogue, words: Words): Understood => {
  if (words.kind === 'form') {
    return understandForm(catalogue, words);
  }
  const parsed = parse(catalogue.grammar, words.root, words.text);
  switch (parsed.kind) {
    case 'help':
      return say('answered', helpReply(helpFor(catalogue.grammar, parsed.topic)));
    case 'unparsable':
      return say('unparsable', unparsableReply(parsed));
    case 'command':
    case 'incomplete': {
      const operation = catalogue.find(parsed.spec.name);
      if (operation === undefined) {
        return gone(parsed.spec.name);
      }
      if (parsed.kind === 'incomplete') {
        const asked = allBut(parsed.given, operation);
        const form = formFor(operation, parsed.given, parsed.dryRun, asked);
        return { kind: 'form', form, operation, values: parsed.given };
      }
      const read = commandOf(operation, parsed.values, parsed.dryRun);
      return read.kind === 'wrong'
        ? say('unparsable', errorReply(Object.values(read.errors).join(' ')))
        : read;
    }
    default:
      return parsed satisfies never;
  }
};
