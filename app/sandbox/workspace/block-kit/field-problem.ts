import { type JsonObject, textAt } from '../json.ts';
import type { Control } from './controls.ts';
import { valueOf } from './input-state.ts';

const isNumber = (words: string): boolean => words.trim() !== '' && Number.isFinite(Number(words));

const textProblem = (control: Control, words: string): string | undefined => {
  const { element, kind } = control;
  const shortest = Number(textAt(element, 'min_length') ?? 0);
  const longest = Number(textAt(element, 'max_length') ?? 3_000);
  if (words.length < shortest) {
    return `Please use at least ${shortest} characters.`;
  }
  if (words.length > longest) {
    return `Please use at most ${longest} characters.`;
  }
  return kind === 'number_input' && !isNumber(words) ? 'Please enter a number.' : undefined;
};

/**
 * Why Slack's client would not submit this field: required and empty, too short, too long, or not a number.
 * Undefined if it would. That it refuses is documented; the words are ours, Slack's are not.
 */
export const fieldProblem = (control: Control, state: JsonObject): string | undefined => {
  const value = valueOf(state);
  if (value === undefined) {
    return control.block['optional'] === true ? undefined : 'Please complete this required field.';
  }
  return typeof value === 'string' && control.kind.endsWith('_input')
    ? textProblem(control, value)
    : undefined;
};
