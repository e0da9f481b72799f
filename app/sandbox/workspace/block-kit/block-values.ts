import type { JsonObject } from '../json.ts';
import { controlsIn } from './controls.ts';
import { initialState } from './input-state.ts';

/** What the elements of blocks hold: block id → action id → state, as in `state.values` of a payload. */
export type BlockValues = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** The values with one more, or another one, for this element. */
export const withValue = (
  values: BlockValues,
  { blockId, actionId }: { readonly blockId: string; readonly actionId: string },
  state: JsonObject,
): BlockValues => ({ ...values, [blockId]: { ...values[blockId], [actionId]: state } });

/**
 * The values of all elements that hold one: what an element of the same ids and kind held `before`, else its
 * initial value.
 */
export const valuesOf = (blocks: readonly JsonObject[], before: BlockValues): BlockValues => {
  let values: BlockValues = {};
  for (const control of controlsIn(blocks)) {
    if (control.kind !== 'button' && control.kind !== 'overflow') {
      const kept = before[control.blockId]?.[control.actionId];
      const state = kept?.['type'] === control.kind ? kept : initialState(control);
      values = withValue(values, control, state);
    }
  }
  return values;
};
