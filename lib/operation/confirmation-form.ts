import { formatCommand } from '../command/format-command.ts';
import type { ArgValues } from '../command/spec.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import { type Form, line } from '../reply/reply.ts';
import type { Operation, Plan } from './operation.ts';

/** How many characters of an effects hash name the plan that was seen. */
export const planTagLength = 12;

/**
 * The form in which the plan of something irrevocable is read, and confirmed by typing. It is bound to the plan by its hash. `anew`:
 * somebody has confirmed another plan, which is not the plan any more.
 */
export const confirmationForm = (
  operation: Operation,
  values: ArgValues,
  plan: Plan,
  anew: boolean,
): Form => {
  const { confirmation } = operation;
  if (confirmation === undefined) {
    throw new Error(`${operation.name} has nothing to confirm`);
  }
  const { argument } = confirmation;
  const { [argument]: _typed, plan: _seen, ...rest } = values;
  const { intro, label } = confirmation.ask(values, plan);
  const field = operation.args[argument];
  return {
    title: operation.form?.title ?? 'Please confirm',
    submit: operation.form?.submit ?? 'Confirm',
    intro: anew
      ? [line('⚠️ What would happen has changed since you read it, so nothing was done.'), ...intro]
      : intro,
    operation: operation.name,
    command: formatCommand(operation, rest, false),
    given: { ...rest, plan: hashOf(plan.effects).slice(0, planTagLength) },
    dryRun: false,
    fields: field === undefined ? {} : { [argument]: { ...field, label, required: true } },
  };
};
