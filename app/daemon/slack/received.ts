import type { Typing } from '../../../lib/handle-suggestion.ts';
import type { Incoming } from '../../../lib/operation/attempt.ts';

/** The ways back that a payload offers. */
export interface WayBack {
  readonly user: string;
  readonly channel?: string;
  /** The message under which an answer belongs: that of a mention. */
  readonly thread?: string;
  /** Where an answer can be posted for 30 minutes, five times. A secret: never in the ledger or the log. */
  readonly responseUrl?: string;
  /** With what a modal can be opened, for three seconds. */
  readonly triggerId?: string;
  /** Whether the acknowledgement may carry a message, errors of a form, or nothing. */
  readonly inside: 'message' | 'form' | 'nothing';
}

/**
 * What a payload comes to. `ignored`: nothing for us, as our own messages. `typing`: somebody waits for what can be picked.
 * `unhandled`: nobody knows it; `type` names it, and whoever sent it is told, if there is a way back.
 */
export type Received =
  | { readonly kind: 'ignored' }
  | { readonly kind: 'request'; readonly incoming: Incoming; readonly back: WayBack }
  | { readonly kind: 'typing'; readonly typing: Typing }
  | { readonly kind: 'unhandled'; readonly type: string; readonly back?: WayBack };
