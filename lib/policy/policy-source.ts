/** A text in the language of policies or of their schema, with the name under which its problems are told. */
export interface PolicySource {
  /** As `default.cedar`. */
  readonly file: string;
  readonly text: string;
}

/** Where in a source something stands, as `default.cedar:12:3`; the offset is in bytes of UTF-8, as Cedar counts. */
export const placeOf = ({ file, text }: PolicySource, offset: number): string => {
  const before = Buffer.from(text).subarray(0, offset).toString();
  return `${file}:${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
};
