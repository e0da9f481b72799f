import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Reply } from './reply.ts';

/** A message that stands for a request: its place never changes, its words follow the request's state. */
export interface Notice {
  readonly requestId: RequestId;
  /** Which of the request's messages, as `card` or `dm`. There is one of each kind. */
  readonly kind: string;
  readonly to: { readonly channel: string } | { readonly person: PrincipalId };
  readonly reply: Reply;
  /** Names the state that the words tell; the message is edited when it changes, not when wording does. */
  readonly revision: string;
}

/** Where notices hang. */
export interface Noticeboard {
  /**
   * Makes the message say this: posts it the first time, edits it when the revision changed, else does nothing. It
   * may be called again after a crash at any point. Resolves with whether the message says it now; where it does not, the
   * reason is logged, and a later call tries again. Never rejects.
   */
  show(notice: Notice): Promise<boolean>;
}
