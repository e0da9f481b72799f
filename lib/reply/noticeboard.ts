import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Reply } from './reply.ts';

/** A message that stands for a request: its place never changes, its words follow the request's state. */
export interface Notice {
  readonly requestId: RequestId;
  /** Which of the request's messages, as `card` or `dm`. There is one of each kind. */
  readonly kind: string;
  readonly to: { readonly channel: string } | { readonly person: PrincipalId };
  /** Who gets it as a direct message where it cannot be posted in the channel, because nobody invited us to it. */
  readonly orElse?: PrincipalId;
  readonly reply: Reply;
  /** Names the state that the words tell; the message is edited when it changes, not when wording does. */
  readonly revision: string;
  /** Whether no other state can follow: then it is shown without delay. */
  readonly isFinal?: boolean;
  /** Whether it only brings a message up to date that hangs there already, and posts none. */
  readonly onlyIfShown?: boolean;
  /** Whether it is posted anew when its message is found to be deleted; else what somebody has deleted stays away. */
  readonly replaceIfGone?: boolean;
}

/** Where notices hang. */
export interface Noticeboard {
  /**
   * Makes the message say this: posts it the first time, edits it when the revision changed, else does nothing. It
   * may be called again after a crash at any point. Resolves with whether the message says it now; where it does not, the
   * reason is logged, and a later call tries again. Never rejects. When `superseded` is aborted because there is a newer
   * word, one that still waits is given up, and true says that nobody need try it again.
   */
  show(notice: Notice, superseded?: AbortSignal): Promise<boolean>;
}

/** A message that hangs, or that was to hang when the process ended. */
export interface ShownNotice extends Pick<Notice, 'requestId' | 'kind'> {
  /** The revision that it says; undefined while it is not known whether it was posted. */
  readonly revision: string | undefined;
}

/** A noticeboard that also tells what hangs on it, of this and of earlier processes. */
export interface ReadableNoticeboard extends Noticeboard {
  /** The messages of these requests, in no order. */
  shown(requests: ReadonlySet<RequestId>): Promise<readonly ShownNotice[]>;
}
