import { type Control, controlsIn, optionsOf, wordsOf } from '../block-kit/controls.ts';
import { type FieldValue, isSearched, valueOf } from '../block-kit/input-state.ts';
import { shownText } from '../block-kit/shown-text.ts';
import { objectsAt, textAt } from '../json.ts';
import type { OpenView } from '../model/modals.ts';
import { type SeenButton, type SeenMenu, seeControls } from './seen-message.ts';

/** A field of a modal as it is seen. */
export interface SeenField {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
  /** The element's type: `plain_text_input`, `static_select`, … */
  readonly kind: string;
  readonly optional: boolean;
  /** What it holds now: the initial value until somebody fills it. */
  readonly value: FieldValue | undefined;
  /** The labels and values of what it offers; of an external menu, for what was typed last. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** For what an external menu offers its options; undefined while nobody knows them. */
  readonly searched: string | undefined;
  /** The complaint beneath it. */
  readonly error: string | undefined;
}

/** The view on top of a person's modal, as seen at one moment. */
export interface SeenModal {
  readonly viewId: string;
  readonly title: string;
  /** The words on it, a line each. */
  readonly text: string;
  readonly fields: readonly SeenField[];
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
  /** The label of the button that submits; undefined if there is none. */
  readonly submit: string | undefined;
  readonly close: string;
  /** Slack's own complaint at the foot. */
  readonly trouble: string | undefined;
  readonly callbackId: string;
  readonly privateMetadata: string;
}

const seeField = (view: OpenView, control: Control): SeenField => {
  const { block, blockId, actionId, element, kind } = control;
  const offer = view.offers[blockId];
  const options = isSearched(kind) ? (offer?.options ?? []) : optionsOf(element);
  return {
    blockId,
    actionId,
    label: wordsOf(block['label']),
    hint: wordsOf(block['hint']),
    placeholder: wordsOf(element['placeholder']),
    kind,
    optional: block['optional'] === true,
    value: valueOf(view.values[blockId]?.[actionId] ?? {}),
    options: options.map((option) => ({
      label: wordsOf(option['text']),
      value: textAt(option, 'value') ?? '',
    })),
    searched: offer?.state === 'loading' ? undefined : offer?.typed,
    error: view.errors[blockId],
  };
};

/** The modal with this view on top. */
export const seeModal = (view: OpenView): SeenModal => {
  const { definition } = view;
  const blocks = objectsAt(definition, 'blocks');
  return {
    viewId: view.id,
    title: wordsOf(definition['title']),
    text: shownText(blocks),
    fields: controlsIn(blocks)
      .filter(({ isInput }) => isInput)
      .map((control) => seeField(view, control)),
    ...seeControls(blocks),
    submit: definition['submit'] === undefined ? undefined : wordsOf(definition['submit']),
    close: wordsOf(definition['close']) || 'Cancel',
    trouble: view.trouble,
    callbackId: textAt(definition, 'callback_id') ?? '',
    privateMetadata: textAt(definition, 'private_metadata') ?? '',
  };
};
