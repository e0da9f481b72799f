import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts';
import { type Control, optionsOf } from './controls.ts';

/** Under which key the state of an element holds its value, and under which the element its initial one. */
interface StateKeys {
  readonly state: string;
  readonly initial: string;
  readonly holds: 'text' | 'option' | 'options' | 'id' | 'ids';
}

const keys = (state: string, initial: string, holds: StateKeys['holds']): StateKeys => ({
  state,
  initial,
  holds,
});

const typed = keys('value', 'initial_value', 'text');
const oneOption = keys('selected_option', 'initial_option', 'option');
const someOptions = keys('selected_options', 'initial_options', 'options');

const byKind: Readonly<Record<string, StateKeys>> = {
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  static_select: oneOption,
  external_select: oneOption,
  radio_buttons: oneOption,
  overflow: oneOption,
  checkboxes: someOptions,
  multi_static_select: someOptions,
  multi_external_select: someOptions,
  users_select: keys('selected_user', 'initial_user', 'id'),
  channels_select: keys('selected_channel', 'initial_channel', 'id'),
  conversations_select: keys('selected_conversation', 'initial_conversation', 'id'),
  multi_users_select: keys('selected_users', 'initial_users', 'ids'),
  multi_channels_select: keys('selected_channels', 'initial_channels', 'ids'),
  multi_conversations_select: keys('selected_conversations', 'initial_conversations', 'ids'),
  datepicker: keys('selected_date', 'initial_date', 'text'),
  timepicker: keys('selected_time', 'initial_time', 'text'),
};

/** What a person puts into a field: text, an option's value or label, an id; several for multiple choices. */
export type FieldValue = string | readonly string[];

const keysOf = (kind: string): StateKeys => byKind[kind] ?? typed;

/** The state of an element before anybody touched it, as it stands in `view.state.values`. */
export const initialState = ({ kind, element }: Control): JsonObject => {
  const { state, initial, holds } = keysOf(kind);
  const empty = holds === 'options' || holds === 'ids' ? [] : null;
  return { type: kind, [state]: element[initial] ?? empty };
};

const labelOf = (option: JsonObject): string | undefined =>
  textAt(objectAt(option, 'text'), 'text');

const findOption = (
  { element, blockId, kind }: Control,
  offered: readonly JsonObject[],
  wanted: string,
): JsonObject => {
  const options = isSearched(kind) ? offered : optionsOf(element);
  const found = options.find((option) => option['value'] === wanted || labelOf(option) === wanted);
  if (found !== undefined) {
    return found;
  }
  const labels = options.map(labelOf).join(', ') || 'nothing';
  throw new Error(`${blockId} has no option ${wanted}; it offers: ${labels}`);
};

/** Whether the options of such an element are the app's answers to what is typed. */
export const isSearched = (kind: string): boolean => kind.includes('external_select');

/** The options that an element holds, as its state has them. */
export const heldOptions = (state: JsonObject): readonly JsonObject[] => [
  ...(isJsonObject(state['selected_option']) ? [state['selected_option']] : []),
  ...objectsAt(state, 'selected_options'),
];

/**
 * The state of an element after a person gave it this value. Throws if it has no such option; those of an external menu are the
 * ones `offered`.
 */
export const filledState = (
  control: Control,
  given: FieldValue,
  offered: readonly JsonObject[] = [],
): JsonObject => {
  const { state, holds } = keysOf(control.kind);
  const several = typeof given === 'string' ? [given] : given;
  const first = several[0] ?? '';
  switch (holds) {
    case 'text':
    case 'id':
      return { type: control.kind, [state]: first === '' ? null : first };
    case 'ids':
      return { type: control.kind, [state]: several };
    case 'option':
      return {
        type: control.kind,
        [state]: first === '' ? null : findOption(control, offered, first),
      };
    case 'options':
    default:
      return {
        type: control.kind,
        [state]: several.map((value) => findOption(control, offered, value)),
      };
  }
};

/** What a field holds, as a person would give it; undefined if it is empty. */
export const valueOf = (state: JsonObject): FieldValue | undefined => {
  const { state: key, holds } = keysOf(textAt(state, 'type') ?? '');
  const held = state[key];
  if (holds === 'options') {
    const values = objectsAt(state, key).map((option) => textAt(option, 'value') ?? '');
    return values.length > 0 ? values : undefined;
  }
  if (holds === 'ids') {
    return Array.isArray(held) && held.length > 0 ? held.map(String) : undefined;
  }
  if (isJsonObject(held)) {
    return textAt(held, 'value');
  }
  return typeof held === 'string' && held !== '' ? held : undefined;
};
