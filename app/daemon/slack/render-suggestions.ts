import type { PlainTextOption } from '@slack/types';
import type { Suggestion } from '../../../lib/operation/operation.ts';
import { cut, slackLimits } from './limits.ts';

/** A suggestion as an option of a menu. */
const renderSuggestion = ({ value, text }: Suggestion): PlainTextOption => ({
  text: { type: 'plain_text', text: cut(text, slackLimits.optionText) },
  value,
});

/** Whether Slack takes it as the value of an option: what does not fit cannot be cut, and is left out. */
const fits = ({ value, text }: Suggestion): boolean =>
  value !== '' && text !== '' && value.length <= slackLimits.optionValue;

/** The payload with which typing into a menu is acknowledged. With no options Slack says that there are no results. */
export const renderSuggestions = (
  suggestions: readonly Suggestion[],
): { readonly options: readonly PlainTextOption[] } => ({
  options: suggestions.filter(fits).slice(0, slackLimits.selectOptions).map(renderSuggestion),
});
