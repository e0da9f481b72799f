import { type Control, optionsOf, wordsOf } from '../block-kit/controls.ts';
import { offeredOptions } from '../block-kit/elements.ts';
import { isSearched } from '../block-kit/input-state.ts';
import type { BlockActions } from '../interactivity/block-action.ts';
import { textAt } from '../json.ts';
import type { Member } from '../model/directory.ts';
import type { Modals, Offer, OpenView } from '../model/modals.ts';
import type { Delivery } from '../socket-mode/envelopes.ts';
import { type FormValues, fillIn, findField, pickableOptions } from './filling.ts';
import type { Person } from './person.ts';

/** What searching takes. */
export interface SearchingPorts {
  readonly modals: Modals;
  readonly actions: BlockActions;
  readonly actor: () => Member;
  /** The view on top of the person's modal. Throws if there is none. */
  readonly topView: () => OpenView;
}

/** Searching in external menus of a modal. */
export interface Searching extends Pick<Person, 'searches' | 'picks'> {
  /** Picks those of the values that belong into external menus. */
  picksFrom(values: FormValues): Promise<void>;
}

/** How much must be typed before Slack asks, unless the app says otherwise. */
const usualQuery = 3;

const asks = ({ element }: Control, typed: string): boolean =>
  typed.length >= Number(textAt(element, 'min_query_length') ?? usualQuery);

const offerOf = (typed: string, delivery: Delivery): Offer => {
  const payload = delivery.outcome === 'acknowledged' ? delivery.payload : undefined;
  // Slack takes a list as a whole or not at all, and shows the same as for no results.
  return payload === undefined || offeredOptions(payload, '').length > 0
    ? { typed, state: 'trouble', options: [] }
    : { typed, state: 'offered', options: optionsOf(payload) };
};

const canPick = (view: OpenView, control: Control, value: string): boolean =>
  value === '' ||
  pickableOptions(view, control).some(
    (option) => option['value'] === value || wordsOf(option['text']) === value,
  );

/** How one person searches in the modal. */
export const createSearching = (ports: SearchingPorts): Searching => {
  const { modals, actions, actor, topView } = ports;
  const offer = (view: OpenView, { blockId }: Control, offered: Offer): void =>
    modals.change(view.id, { offers: { ...view.offers, [blockId]: offered } });

  const searches: Person['searches'] = async (field, typed) => {
    const view = topView();
    const control = findField(view, field);
    if (!isSearched(control.kind)) {
      throw new Error(`${field} is a ${control.kind}: there is nothing to search in`);
    }
    if (!asks(control, typed)) {
      return [];
    }
    offer(view, control, { typed, state: 'loading', options: [] });
    const offered = offerOf(typed, await actions.suggest(actor(), view, control, typed));
    const present = modals.find(view.id);
    // Who has typed on meanwhile waits for the answer to that.
    if (present?.offers[control.blockId]?.typed === typed) {
      offer(present, control, offered);
    }
    return offered.state === 'trouble'
      ? 'trouble'
      : offered.options.map((option) => wordsOf(option['text']));
  };

  const picks: Person['picks'] = async (field, value, typed) => {
    const wanted = typeof value === 'string' ? [value] : value;
    for (const [index, each] of wanted.entries()) {
      const view = topView();
      if (typed !== undefined || !canPick(view, findField(view, field), each)) {
        await searches(field, typed ?? each);
      }
      const values = fillIn(topView(), { [field]: wanted.slice(0, index + 1) });
      modals.change(view.id, { values });
    }
  };

  const picksFrom: Searching['picksFrom'] = async (values) => {
    for (const [field, value] of Object.entries(values)) {
      if (isSearched(findField(topView(), field).kind)) {
        await picks(field, value);
      }
    }
  };

  return { searches, picks, picksFrom };
};
