/** What an element holds: text, elements by name, or (in an array) the same element several times. */
export type Xml =
  | string
  | number
  | boolean
  | undefined
  | readonly Xml[]
  | { readonly [element: string]: Xml };

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const writeElement = (name: string, content: Xml): string => {
  if (content === undefined) {
    return '';
  }
  if (Array.isArray(content)) {
    return content.map((each: Xml) => writeElement(name, each)).join('');
  }
  return `<${name}>${writeXml(content)}</${name}>`;
};

/** Writes elements; an undefined one is left out. */
export const writeXml = (content: Xml): string => {
  if (content === undefined) {
    return '';
  }
  if (typeof content !== 'object') {
    return escapeText(String(content));
  }
  return Object.entries(content)
    .map(([name, each]) => writeElement(name, each))
    .join('');
};
