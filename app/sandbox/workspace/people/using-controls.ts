import { type Control, controlsIn, wordsOf } from '../block-kit/controls.ts';
import { blocksOf } from '../block-kit/message-content.ts';
import type { ActionPlace } from '../interactivity/block-action.ts';
import { objectsAt } from '../json.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { SeenMessage } from './seen-message.ts';
import type { SeenModal } from './seen-modal.ts';

/** Where a person clicks: on a message or in the modal. */
export type Clickable = SeenMessage | SeenModal;

/** How a click is made. */
export interface ClickOptions {
  /** Clicks what was seen, even if the message has changed since: a screen that is behind, or a double click. */
  readonly asSeen?: boolean;
}

const placeOnMessage = (
  state: WorkspaceState,
  seen: SeenMessage,
  { asSeen = false }: ClickOptions,
): ActionPlace => {
  const message = state.messages.find(seen.channel, seen.ts);
  const conversation = state.directory.conversation(seen.channel);
  if (message === undefined || conversation === undefined) {
    throw new Error(`the message ${seen.ts} in ${seen.channel} is gone`);
  }
  const { blocks, attachments, text } = asSeen ? seen : message;
  return { message: { ...message, blocks, attachments, text }, conversation };
};

/** Where the person's click lands. Throws if the message is gone or the modal is no longer on top. */
export const placeOf = (
  state: WorkspaceState,
  seen: Clickable,
  options: ClickOptions,
): ActionPlace => {
  if ('ts' in seen) {
    return placeOnMessage(state, seen, options);
  }
  const view = state.modals.find(seen.viewId);
  if (view === undefined || state.modals.stackOf(view.person).at(-1) !== view) {
    throw new Error(`the modal ${seen.title} is no longer on top`);
  }
  return { view };
};

/** The elements to be used at a place, from top to bottom. */
export const controlsAt = (place: ActionPlace): readonly Control[] =>
  controlsIn(
    'view' in place ? objectsAt(place.view.definition, 'blocks') : blocksOf(place.message),
  ).filter(({ isInput }) => !isInput);

/** The button with this label. Throws if there is none, naming those that there are. */
export const findButton = (place: ActionPlace, label: string): Control => {
  const buttons = controlsAt(place).filter(({ kind }) => kind === 'button');
  const found = buttons.find(({ element }) => wordsOf(element['text']) === label);
  if (found === undefined) {
    const labels = buttons.map(({ element }) => wordsOf(element['text']));
    throw new Error(`there is no button ${label}; there are: ${labels.join(', ') || 'none'}`);
  }
  return found;
};

/** The menu with this action id. Throws if there is none, naming those that there are. */
export const findMenu = (place: ActionPlace, actionId: string): Control => {
  const menus = controlsAt(place).filter(({ kind }) => kind !== 'button');
  const found = menus.find((control) => control.actionId === actionId);
  if (found === undefined) {
    const ids = menus.map((control) => control.actionId);
    throw new Error(`there is no menu ${actionId}; there are: ${ids.join(', ') || 'none'}`);
  }
  return found;
};

/** Sets or takes away the warning mark beside an element of a message. */
export const markWarning = (
  state: WorkspaceState,
  { channel, ts }: Message,
  actionId: string,
  isWarned: boolean,
): void => {
  const warnings = state.messages.find(channel, ts)?.warnings;
  if (warnings !== undefined && warnings.includes(actionId) !== isWarned) {
    const others = warnings.filter((other) => other !== actionId);
    state.messages.change(channel, ts, { warnings: isWarned ? [...others, actionId] : others });
  }
};
