import { type BlockValues, withValue } from '../block-kit/block-values.ts';
import { type Control, controlsIn, wordsOf } from '../block-kit/controls.ts';
import { fieldProblem } from '../block-kit/field-problem.ts';
import { type FieldValue, filledState, heldOptions } from '../block-kit/input-state.ts';
import { type JsonObject, objectsAt } from '../json.ts';
import type { OpenView } from '../model/modals.ts';

/** What a person fills in: field by block id or by label. */
export type FormValues = Readonly<Record<string, FieldValue>>;

const inputsOf = (view: OpenView): readonly Control[] =>
  controlsIn(objectsAt(view.definition, 'blocks')).filter(({ isInput }) => isInput);

/** The field with this block id or label. Throws if there is none, naming those that there are. */
export const findField = (view: OpenView, name: string): Control => {
  const inputs = inputsOf(view);
  const found =
    inputs.find(({ blockId }) => blockId === name) ??
    inputs.find(({ block }) => wordsOf(block['label']) === name);
  if (found === undefined) {
    const known = inputs.map(({ block, blockId }) => `${wordsOf(block['label'])} (${blockId})`);
    throw new Error(`the modal has no field ${name}; it has: ${known.join(', ') || 'none'}`);
  }
  return found;
};

/** What can be picked from an external menu now: what it offers, and what it holds. */
export const pickableOptions = (view: OpenView, control: Control): readonly JsonObject[] => [
  ...(view.offers[control.blockId]?.options ?? []),
  ...heldOptions(view.values[control.blockId]?.[control.actionId] ?? {}),
];

/** The values of a view after these were filled in. Throws for unknown fields and options. */
export const fillIn = (view: OpenView, filled: FormValues): BlockValues => {
  let { values } = view;
  for (const [name, value] of Object.entries(filled)) {
    const control = findField(view, name);
    values = withValue(
      values,
      control,
      filledState(control, value, pickableOptions(view, control)),
    );
  }
  return values;
};

/** What Slack's client would complain about before it submits, by block id. */
export const complaintsAbout = (
  view: OpenView,
  values: BlockValues,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    inputsOf(view).flatMap((control) => {
      const state = values[control.blockId]?.[control.actionId] ?? {};
      const complaint = fieldProblem(control, state);
      return complaint === undefined ? [] : [[control.blockId, complaint]];
    }),
  );
