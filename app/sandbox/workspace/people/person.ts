import type { Millis } from '../../../../lib/kernel/clock.ts';
import type { FieldValue } from '../block-kit/input-state.ts';
import type { CommandOutcome } from '../interactivity/slash-command.ts';
import type { SubmitOutcome } from '../interactivity/view-submission.ts';
import type { Conversation } from '../model/directory.ts';
import type { Delivery } from '../socket-mode/envelopes.ts';
import type { FormValues } from './filling.ts';
import type { SeenMessage } from './seen-message.ts';
import type { SeenModal } from './seen-modal.ts';
import type { Clickable, ClickOptions } from './using-controls.ts';

/** What came of a typed command. */
export interface CommandResult {
  readonly outcome: CommandOutcome;
  /** What the person saw at once: the answer in the acknowledgement, or Slack's complaint. */
  readonly saw: SeenMessage | undefined;
  /** The text of that; empty if they saw nothing. */
  readonly text: string;
  readonly after: Millis;
  readonly envelopeId: string | undefined;
}

/** What came of a message: `event` is undefined if it was no event to the app. */
export interface SaidResult {
  readonly message: SeenMessage;
  readonly event: Delivery['outcome'] | undefined;
}

/** `trouble`: the click was not acknowledged, and a warning mark stands beside the element. */
export type ClickOutcome = 'acknowledged' | 'trouble';

/**
 * Somebody in the workspace, acting and looking as in Slack's client. What no client would let them do (write
 * where they are no member, press a button that is not there) throws with what there is instead.
 */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Types a slash command (`/infra status`); resolves when it is acknowledged or Slack gave up. */
  types(channel: string, typed: string): Promise<CommandResult>;
  /** Writes a message, in the thread of a ts if told so; mentions and links become what the wire has. */
  says(channel: string, text: string, options?: { readonly thread?: string }): Promise<SaidResult>;
  /** What they see in a channel, oldest first. */
  reads(channel: string): readonly SeenMessage[];
  /** What they see in their DM with the app, whose id is `dmChannel`. */
  dms(): readonly SeenMessage[];
  readonly dmChannel: string;
  /** What only they see, in all channels. */
  ephemerals(): readonly SeenMessage[];
  /** The channels that they may read, their DM with the app among them once it exists. */
  channels(): readonly Conversation[];
  /** Presses a button, and answers its confirmation dialog with yes. */
  clicks(on: Clickable, label: string, options?: ClickOptions): Promise<ClickOutcome>;
  /** Chooses from a menu outside of inputs, by option value or label. */
  chooses(on: Clickable, actionId: string, value: FieldValue): Promise<ClickOutcome>;
  /** The view on top of their modal. */
  readonly modal: SeenModal | undefined;
  /** Fills fields of the modal, by block id or label, without submitting. External menus take what they offer already. */
  fills(values: FormValues): void;
  /**
   * Types into an external menu of the modal; the labels of what the app offers, none where too little was typed for the app to be
   * asked, or `trouble` if it did not answer in time or not as Slack takes it.
   */
  searches(field: string, typed: string): Promise<readonly string[] | 'trouble'>;
  /** Types into an external menu, the value itself unless told otherwise, and picks it, by value or label. Throws if it is not offered. */
  picks(field: string, value: FieldValue, typed?: string): Promise<void>;
  /** Fills fields, those of external menus by picking, and submits; `errors` too where Slack's client refuses by itself. */
  submits(values?: FormValues): Promise<SubmitOutcome>;
  /** Cancels the view on top or, with `whole`, closes the modal by its cross. */
  closesModal(options?: { readonly whole?: boolean }): void;
}
