import type { KnownBlock } from '@slack/types';
import { plainText, writeText } from '../../../lib/reply/plain-text.ts';
import type { Button, Field, Part, Reply } from '../../../lib/reply/reply.ts';
import { cut, slackLimits } from './limits.ts';
import { slackWriter, toMrkdwn } from './mrkdwn.ts';

/** A reply as Slack's message fields. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The first word of the action ids of our buttons; the button's value is the command. */
export const commandAction = 'command';

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', verbatim: true, text: cut(text, slackLimits.sectionText) },
});

const renderButton = ({ label, command, style }: Button, index: number) => ({
  type: 'button' as const,
  action_id: `${commandAction}:${index}`,
  text: {
    type: 'plain_text' as const,
    text: cut(label, slackLimits.buttonText) || '…',
    emoji: true,
  },
  // A command that does not fit would be another command: it cannot happen with ids and short reasons.
  value: command.slice(0, slackLimits.buttonValue),
  ...(style === undefined ? {} : { style }),
});

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const renderFields = (entries: readonly Field[]): KnownBlock[] =>
  chunks(entries, slackLimits.sectionFields).map((some) => ({
    type: 'section',
    fields: some.map(({ label, value }) => ({
      type: 'mrkdwn',
      verbatim: true,
      text: cut(`*${toMrkdwn(label)}:*\n${toMrkdwn(value)}`, slackLimits.fieldText),
    })),
  }));

/** Lines in as few texts as a section's limit allows. */
const packLines = (lines: readonly string[]): readonly string[] => {
  const texts: string[] = [];
  for (const line of lines) {
    const longer = [...texts.slice(-1), line].join('\n');
    if (texts.length > 0 && longer.length <= slackLimits.sectionText) {
      texts[texts.length - 1] = longer;
    } else {
      texts.push(line);
    }
  }
  return texts;
};

const renderPart = (part: Part): KnownBlock[] => {
  switch (part.kind) {
    case 'title':
      return [
        {
          type: 'header',
          text: {
            type: 'plain_text',
            text: cut(writeText(part.text), slackLimits.headerText),
            emoji: true,
          },
        },
      ];
    case 'line':
      return [section(toMrkdwn(part.text))];
    case 'note':
      return [
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              verbatim: true,
              text: cut(toMrkdwn(part.text), slackLimits.contextText),
            },
          ],
        },
      ];
    case 'fields':
      return renderFields(part.fields);
    case 'list':
      return packLines(part.items.map((item) => `• ${toMrkdwn(item)}`)).map(section);
    case 'buttons':
      return chunks(part.buttons.map(renderButton), slackLimits.actionElements).map((elements) => ({
        type: 'actions',
        elements: [...elements],
      }));
    default:
      return part satisfies never;
  }
};

/** Whether a part shows nothing: Slack refuses a whole message for one block that is empty. */
const isEmpty = (part: Part): boolean => {
  switch (part.kind) {
    case 'fields':
      return part.fields.length === 0;
    case 'list':
      return part.items.length === 0;
    case 'buttons':
      return part.buttons.length === 0;
    case 'title':
    case 'line':
    case 'note':
      return writeText(part.text).trim() === '';
    default:
      return part satisfies never;
  }
};

/** Lines that follow one another share a section: Slack takes 50 blocks, and a block for each line looks torn. */
const joinLines = (parts: readonly Part[]): readonly Part[] => {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'line' && last?.kind === 'line') {
      joined[joined.length - 1] = {
        kind: 'line',
        text: [...[last.text].flat(), '\n', ...[part.text].flat()],
      };
    } else {
      joined.push(part);
    }
  }
  return joined;
};

/** Leaves out of the middle what is too much: the buttons at the end are why people are shown a message. */
const withinLimit = (blocks: KnownBlock[]): KnownBlock[] => {
  if (blocks.length <= slackLimits.messageBlocks) {
    return blocks;
  }
  const end = blocks.filter(({ type }) => type === 'actions').slice(-3);
  const rest = blocks.filter((block) => !end.includes(block));
  const note = section('… and more; this is too long for one message.');
  return [...rest.slice(0, slackLimits.messageBlocks - 1 - end.length), note, ...end];
};

/** Writes a reply for Slack: its plain lines as `text`, and blocks within Slack's limits. */
export const renderReply = (reply: Reply): SlackMessage => ({
  text: cut(plainText(reply, slackWriter), slackLimits.messageText),
  blocks: withinLimit(joinLines(reply.parts.filter((part) => !isEmpty(part))).flatMap(renderPart)),
});
