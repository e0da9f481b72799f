import { type Control, controlsIn, optionsOf, wordsOf } from '../block-kit/controls.ts';
import { blocksOf } from '../block-kit/message-content.ts';
import { shownText } from '../block-kit/shown-text.ts';
import { isJsonObject, type JsonObject, textAt } from '../json.ts';
import type { Directory } from '../model/directory.ts';
import { type Message, slackbot } from '../model/messages.ts';

/** A button as it is seen. */
export interface SeenButton {
  readonly label: string;
  readonly actionId: string;
  readonly value: string | undefined;
  readonly style: string | undefined;
  readonly url: string | undefined;
  /** What a dialog asks before the click counts. */
  readonly confirm: { readonly title: string; readonly text: string } | undefined;
  /** Whether a warning mark stands beside it, because a click was not acknowledged. */
  readonly warning: boolean;
}

/** A menu or another element to choose from, outside of inputs. */
export interface SeenMenu {
  readonly actionId: string;
  readonly kind: string;
  readonly placeholder: string;
  readonly options: readonly string[];
}

/** A message as one person sees it at one moment. */
export interface SeenMessage {
  readonly channel: string;
  readonly ts: string;
  /** The author's id. */
  readonly from: string;
  readonly fromName: string;
  /** The message's `text`: what notifications show, and the screen too where there are no blocks. */
  readonly text: string;
  /** The words on the screen: those of blocks and attachments if there are any, else `text`. */
  readonly shown: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata: JsonObject | undefined;
  /** Whether only this person sees it. */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly threadTs: string | undefined;
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
}

/** The button of a control. */
export const seeButton = (
  { element, actionId }: Control,
  warnings: readonly string[],
): SeenButton => {
  const { confirm } = element;
  return {
    label: wordsOf(element['text']),
    actionId,
    value: textAt(element, 'value'),
    style: textAt(element, 'style'),
    url: textAt(element, 'url'),
    confirm: isJsonObject(confirm)
      ? { title: wordsOf(confirm['title']), text: wordsOf(confirm['text']) }
      : undefined,
    warning: warnings.includes(actionId),
  };
};

const seeMenu = ({ element, actionId, kind }: Control): SeenMenu => ({
  actionId,
  kind,
  placeholder: wordsOf(element['placeholder']),
  options: optionsOf(element).map((option) => wordsOf(option['text'])),
});

/** What stands in blocks to be used: buttons and menus, without inputs. */
export const seeControls = (
  blocks: readonly JsonObject[],
  warnings: readonly string[] = [],
): { readonly buttons: readonly SeenButton[]; readonly menus: readonly SeenMenu[] } => {
  const controls = controlsIn(blocks).filter(({ isInput }) => !isInput);
  return {
    buttons: controls
      .filter(({ kind }) => kind === 'button')
      .map((control) => seeButton(control, warnings)),
    menus: controls.filter(({ kind }) => kind !== 'button').map(seeMenu),
  };
};

const shownOf = (message: Message): string => {
  const legacy = message.attachments.flatMap((attachment) =>
    ['pretext', 'title', 'text'].map((key) => textAt(attachment, key) ?? ''),
  );
  const parts = [
    message.blocks.length > 0 ? shownText(message.blocks) : message.text,
    shownText(blocksOf({ blocks: [], attachments: message.attachments })),
    ...legacy,
  ];
  return parts.filter((part) => part !== '').join('\n');
};

/** The message as somebody who may see it sees it. */
export const seeMessage = (directory: Directory, message: Message): SeenMessage => ({
  channel: message.channel,
  ts: message.ts,
  from: message.author,
  fromName:
    message.author === slackbot ? 'slackbot' : (directory.person(message.author)?.name ?? ''),
  text: message.text,
  shown: shownOf(message),
  blocks: message.blocks,
  attachments: message.attachments,
  metadata: message.metadata,
  ephemeral: message.ephemeralTo !== undefined,
  edited: message.edited !== undefined,
  threadTs: message.threadTs,
  ...seeControls(blocksOf(message), message.warnings),
});
