import { escapeSlackMarkup } from './slack-markup.ts';

/** Words that mean the same with and without quotes. */
const plain = /^[A-Za-z0-9][\w.:/@+-]*$/;

/** A value between double quotes, from which the tokenizer reads exactly that value, whatever it contains. */
export const enquote = (value: string): string =>
  `"${escapeSlackMarkup(value.replace(/[\\"“”„‟]/g, String.raw`\$&`))}"`;

/** A value as one token of a command: bare where that is the same, quoted otherwise. */
export const quote = (value: string): string => (plain.test(value) ? value : enquote(value));
