import type { PrincipalId } from '../kernel/ids.ts';
import type { Part, Reply, Span, Text } from './reply.ts';

/** How a surface writes its spans: escaping of plain words, mentions of people. */
export interface SpanWriter {
  readonly words: (text: string) => string;
  readonly person: (id: PrincipalId) => string;
}

const bare: SpanWriter = {
  words: (text) => text,
  person: (id) => `@${id.slice(id.indexOf(':') + 1)}`,
};

const writeSpan = (span: Span, writer: SpanWriter): string => {
  if (typeof span === 'string') {
    return writer.words(span);
  }
  return 'person' in span ? writer.person(span.person) : writer.words(span.code);
};

/** Somebody's words on one line, so that they cannot draw lines of ours beneath them. */
export const onOneLine = (text: string): string =>
  text.replaceAll(/\s*[\n\r\u0085\u2028\u2029]+\s*/g, ' ');

/** A sentence in the surface's writing. */
export const writeText = (text: Text, writer: SpanWriter = bare): string =>
  typeof text === 'string'
    ? writer.words(text)
    : text.map((span) => writeSpan(span, writer)).join('');

const linesOf = (part: Part, writer: SpanWriter): readonly string[] => {
  switch (part.kind) {
    case 'title':
    case 'line':
    case 'note':
      return [writeText(part.text, writer)];
    case 'fields':
      return part.fields.map(
        ({ label, value }) => `${writer.words(label)}: ${writeText(value, writer)}`,
      );
    case 'list':
      return part.items.map((item) => `- ${writeText(item, writer)}`);
    case 'buttons':
      return [];
    default:
      return part satisfies never;
  }
};

/** The lines of a reply without formatting, as notifications, logs and screen readers show them. */
export const plainText = (reply: Reply, writer: SpanWriter = bare): string =>
  reply.parts.flatMap((part) => linesOf(part, writer)).join('\n');
