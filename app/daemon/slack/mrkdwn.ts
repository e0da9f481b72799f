import { slackUserOf } from '../../../lib/kernel/ids.ts';
import type { SpanWriter } from '../../../lib/reply/plain-text.ts';
import { writeText } from '../../../lib/reply/plain-text.ts';
import type { Text } from '../../../lib/reply/reply.ts';

/** The three characters that Slack takes for markup; so nobody can mention a channel in a justification. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Plain lines for Slack's `text`: words escaped, people as `<@U…>`. */
export const slackWriter: SpanWriter = {
  words: escapeText,
  person: (id) => {
    const user = slackUserOf(id);
    return user === undefined ? escapeText(id) : `<@${user}>`;
  },
};

/** A sentence for a mrkdwn object: as the plain line, but with what is to be typed in backticks. */
export const toMrkdwn = (text: Text): string =>
  typeof text === 'string'
    ? escapeText(text)
    : text
        .map((span) =>
          typeof span === 'object' && 'code' in span
            ? `\`${escapeText(span.code.replaceAll('`', "'"))}\``
            : writeText([span], slackWriter),
        )
        .join('');
