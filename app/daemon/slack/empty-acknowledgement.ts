import { renderSuggestions } from './render-suggestions.ts';

/**
 * What an envelope is acknowledged with when nobody has anything to say to it. Only a menu that waits for its options needs more than
 * nothing: without a list Slack shows an error where it could say that there are no results.
 */
export const emptyAcknowledgement = (
  body: unknown,
): Readonly<Record<string, unknown>> | undefined =>
  typeof body === 'object' && body !== null && 'type' in body && body.type === 'block_suggestion'
    ? renderSuggestions([])
    : undefined;
