/** A refusal of the fake, with the code that the service would send. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  /** Fields that the answer carries beside the code and the message (JSON services only). */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    { status = 400, fields = {} }: { status?: number; fields?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
