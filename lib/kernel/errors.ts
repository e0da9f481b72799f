/** The codes of what Quartermaster itself throws. Outcomes that are expected are values instead. */
export type FaultCode =
  | 'LOST_RACE'
  | 'LEDGER_BROKEN'
  | 'LEDGER_LOCKED'
  | 'LEDGER_UNWRITABLE'
  | 'LEDGER_KEY_UNUSABLE'
  | 'DEADLINE_EXCEEDED'
  | 'POLICY_UNREADABLE'
  | 'DIRECTORY_UNAVAILABLE'
  | 'PORT_UNAVAILABLE'
  | 'GRAMMAR_INVALID'
  | 'CONFIGURATION_INVALID';

/** An exception of Quartermaster's own, told apart by its literal `code`. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether something caught is a fault of the given kind. */
export const isFault = (caught: unknown, code: FaultCode): caught is Fault =>
  caught instanceof Fault && caught.code === code;

/** Whatever was thrown, as an Error. */
export const toError = (caught: unknown): Error =>
  caught instanceof Error ? caught : new Error(String(caught), { cause: caught });

/** The message of an error with those of its causes, outermost first; at most five of them. */
export const describeError = (caught: unknown): string => {
  const messages: string[] = [];
  let current: unknown = caught;
  while (current !== undefined && messages.length < 5) {
    const error = toError(current);
    messages.push(error.message);
    current = error === current ? error.cause : undefined;
  }
  return messages.join(': ');
};
