/** A set of quotation marks that open and close one another; phones mix straight, curly and low ones. */
export interface QuotationMarks {
  readonly marks: string;
  /** The mark that a person is told to close with. */
  readonly closing: string;
  /** Whether a mark of the set is an apostrophe too, which stands inside words. */
  readonly apostrophe: boolean;
}

const families: readonly QuotationMarks[] = [
  { marks: '"“”„‟', closing: '"', apostrophe: false },
  { marks: '«»', closing: '»', apostrophe: false },
  { marks: "'‘’‚‛", closing: "'", apostrophe: true },
];

/** The set that a character belongs to, or undefined where it is no quotation mark (or no character at all). */
export const quotationMarksOf = (char: string): QuotationMarks | undefined =>
  families.find(({ marks }) => char !== '' && marks.includes(char));

/** Whether a backslash before the character takes away its meaning inside a quotation. */
export const isEscapable = (char: string): boolean =>
  char === '\\' || quotationMarksOf(char) !== undefined;
