import type { FieldValue } from '../workspace/block-kit/input-state.ts';
import type { FormValues } from '../workspace/people/filling.ts';
import type { SeenMessage } from '../workspace/people/seen-message.ts';
import type { SeenField, SeenModal } from '../workspace/people/seen-modal.ts';
import { fieldPrefix } from './field-view.ts';
import type { Visit } from './visit.ts';

/** What was sent by a form, as hono reads it with `all`. */
export type Sent = Readonly<Record<string, unknown>>;

/** Something that a visitor does. Throws, with a sentence for them, for what Slack's client would not let them do. */
export type Action = (visit: Visit, sent: Sent) => Promise<void>;

const wordsAt = (sent: Sent, name: string): string => {
  const value = sent[name];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
};

const messageAt = ({ person, channel }: Visit, sent: Sent): SeenMessage => {
  const message = person.reads(channel.id).find(({ ts }) => ts === wordsAt(sent, 'ts'));
  if (message === undefined) {
    throw new Error('The message is gone.');
  }
  return message;
};

const modalOf = ({ person }: Visit, sent: Sent): SeenModal => {
  const { modal } = person;
  if (modal === undefined || modal.viewId !== wordsAt(sent, 'view')) {
    throw new Error('The form is no longer open.');
  }
  return modal;
};

const valuesFor = ({ fields }: SeenModal, sent: Sent): FormValues => {
  const valueFor = (blockId: string, kind: string): FieldValue => {
    const value = sent[`${fieldPrefix}${blockId}`];
    if (kind === 'checkboxes' || kind.startsWith('multi_')) {
      return [value]
        .flat()
        .filter((each) => typeof each === 'string' && each !== '')
        .map(String);
    }
    return wordsAt(sent, `${fieldPrefix}${blockId}`);
  };
  return Object.fromEntries(fields.map(({ blockId, kind }) => [blockId, valueFor(blockId, kind)]));
};

const write: Action = async ({ person, channel }, sent) => {
  const text = wordsAt(sent, 'text').trim();
  if (text.startsWith('/')) {
    await person.types(channel.id, text);
  } else if (text !== '') {
    await person.says(channel.id, text);
  }
};

const click: Action = async (visit, sent) => {
  await visit.person.clicks(messageAt(visit, sent), wordsAt(sent, 'label'));
};

const choose: Action = async (visit, sent) => {
  const value = wordsAt(sent, 'value');
  await visit.person.chooses(messageAt(visit, sent), wordsAt(sent, 'action'), value);
};

const isOffered = (field: SeenField | undefined, value: FieldValue): boolean =>
  field?.value === value || field?.options.some((option) => option.value === value) === true;

/** The values without words in search fields that cannot be picked: as in Slack's client, they count for nothing. */
const withPicks = async ({ person }: Visit, modal: SeenModal, sent: Sent): Promise<FormValues> => {
  const values = { ...valuesFor(modal, sent) };
  for (const field of modal.fields.filter(({ kind }) => kind === 'external_select')) {
    const { blockId } = field;
    const value = values[blockId] ?? '';
    if (typeof value === 'string' && value !== '' && !isOffered(field, value)) {
      await person.searches(blockId, value);
      const fresh = person.modal?.fields.find((other) => other.blockId === blockId);
      values[blockId] = isOffered(fresh, value) ? value : '';
    }
  }
  return values;
};

const search: Action = async (visit, sent) => {
  modalOf(visit, sent);
  await visit.person.searches(wordsAt(sent, 'field'), wordsAt(sent, 'typed'));
};

const submit: Action = async (visit, sent) => {
  await visit.person.submits(await withPicks(visit, modalOf(visit, sent), sent));
};

const clickInModal: Action = async (visit, sent) => {
  const modal = modalOf(visit, sent);
  visit.person.fills(await withPicks(visit, modal, sent));
  await visit.person.clicks(modal, wordsAt(sent, 'label'));
};

const closeModal: Action = async (visit, sent) => {
  modalOf(visit, sent);
  visit.person.closesModal();
};

/** What visitors can do, by the end of the path that it is sent to. */
export const actions: Readonly<Record<string, Action>> = {
  '/message': write,
  '/click': click,
  '/choose': choose,
  '/modal/search': search,
  '/modal/submit': submit,
  '/modal/click': clickInModal,
  '/modal/close': closeModal,
};
