/** A piece of text as a person meant it, and the index behind the last character it was read from. */
export interface Piece {
  readonly value: string;
  readonly end: number;
}

/** Ids of people and channels, the special mentions, and links; each with an optional label. */
const markup =
  /<(?:(?<mention>[@#][A-Z0-9]+|![^<>|]+)|(?<target>[A-Za-z][A-Za-z0-9+.-]*:[^<>|\s]+))(?:\|(?<label>[^<>]*))?>/y;

const entity = /&(?:amp|lt|gt);/y;

const decodeEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const meaningOf = (groups: Readonly<Record<string, string | undefined>>): string => {
  const { mention, target = '', label } = groups;
  if (mention !== undefined) {
    return `<${decodeEntities(mention)}>`;
  }
  const withoutScheme = target.replace(/^[^:]+:(?:\/\/)?/, '');
  return decodeEntities(label === withoutScheme ? label : target);
};

/**
 * Reads what Slack made of a person's text at `at`: `<http://x|x>` is `x` again, because Slack links bare names by
 * itself; a link with a label of its own is its target; `<@U1|name>` is `<@U1>`; `&amp;`, `&lt;` and `&gt;` are
 * decoded once. Undefined where plain text stands.
 */
export const readSlackMarkup = (text: string, at: number): Piece | undefined => {
  markup.lastIndex = at;
  const link = markup.exec(text);
  if (link?.groups !== undefined) {
    return { value: meaningOf(link.groups), end: markup.lastIndex };
  }
  entity.lastIndex = at;
  const found = entity.exec(text);
  return found === null ? undefined : { value: decodeEntities(found[0]), end: entity.lastIndex };
};

/** The inverse of {@link readSlackMarkup}: plain text in which nothing can be taken for markup, whatever follows it. */
export const escapeSlackMarkup = (text: string): string =>
  text.replace(/&(?=(?:amp|lt|gt);)/g, '&amp;').replace(/<(?=[@#!A-Za-z])/g, '&lt;');
