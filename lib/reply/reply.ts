import type { ArgSpecs, ArgValues } from '../command/spec.ts';
import type { PrincipalId } from '../kernel/ids.ts';

/** A piece of a sentence. Plain strings are shown as they are; a surface escapes what it must. */
export type Span = string | { readonly person: PrincipalId } | { readonly code: string };

/** A sentence or a line. */
export type Text = string | readonly Span[];

/** A name with its value, as `Image: python:latest-dev`. */
export interface Field {
  readonly label: string;
  readonly value: Text;
}

/** A click is a command: what happens is what would happen if the person had typed it. */
export interface Button {
  readonly label: string;
  /** A whole command, as `/request-image approve req-abc123`. */
  readonly command: string;
  readonly style?: 'primary' | 'danger';
}

/** One part of a reply, from top to bottom. Every part but the buttons is a line or more of the plain text. */
export type Part =
  | { readonly kind: 'title'; readonly text: Text }
  | { readonly kind: 'line'; readonly text: Text }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] };

/** What is said to people: words and structure, no Slack. It is plain JSON, so the ledger can keep it. */
export interface Reply {
  readonly parts: readonly Part[];
}

/** The form of an operation's missing arguments. */
export interface Form {
  readonly title: string;
  /** What is shown above the fields. */
  readonly intro: readonly Part[];
  /** The operation to be run with the answers. */
  readonly operation: string;
  /** The command that asks the same, for a button where a form cannot open by itself. */
  readonly command: string;
  /** What is known already and not asked. */
  readonly given: ArgValues;
  /** Whether the answers are only to be tried. */
  readonly dryRun: boolean;
  /** What is asked, in order. */
  readonly fields: ArgSpecs;
  /** The label of the button that sends it. */
  readonly submit: string;
}

/** A heading. */
export const title = (text: Text): Part => ({ kind: 'title', text });

/** A line of its own. */
export const line = (...spans: readonly Span[]): Part => ({ kind: 'line', text: spans });

/** A line in small print. */
export const note = (...spans: readonly Span[]): Part => ({ kind: 'note', text: spans });

/** Names with their values. */
export const fields = (...entries: readonly Field[]): Part => ({ kind: 'fields', fields: entries });

/** Lines with a dash. */
export const list = (items: readonly Text[]): Part => ({ kind: 'list', items });

/** A row of buttons. */
export const buttons = (...row: readonly Button[]): Part => ({ kind: 'buttons', buttons: row });

/** A reply of these parts. */
export const replyOf = (...parts: readonly Part[]): Reply => ({ parts });

/** A person in a sentence. */
export const person = (id: PrincipalId): Span => ({ person: id });

/** Something to be typed as it stands. */
export const code = (text: string): Span => ({ code: text });
