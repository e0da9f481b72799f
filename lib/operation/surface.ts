import type { Form, Reply } from '../reply/reply.ts';

/** What can be said inside an acknowledgement, because memory knows it: words, or what is wrong in a form. */
export type Inside =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'field-errors'; readonly errors: Readonly<Record<string, string>> };

/** The way back to whoever sent one request. No call rejects: what could not be said is logged by the surface. */
export interface Surface {
  /** Takes the request over. Called once, before anything slow. */
  acknowledge(inside?: Inside): Promise<void>;
  /** Says something to this person alone. */
  reply(reply: Reply): Promise<void>;
  /** Shows a form, or a button that opens it where a form cannot open by itself. */
  ask(form: Form): Promise<void>;
  /**
   * Opens a form at once whose content is not known yet, as the right to open one lasts three seconds. Where none can open by itself,
   * nothing is shown yet.
   */
  prepare(title: string): Promise<Prepared>;
}

/** A form that was opened before its content was known, or the way to open it where none could be. */
export interface Prepared {
  /** Fills it. */
  ask(form: Form): Promise<void>;
  /** Says instead why there is nothing to fill. */
  reply(reply: Reply): Promise<void>;
}
