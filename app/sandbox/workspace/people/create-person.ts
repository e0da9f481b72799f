import { withValue } from '../block-kit/block-values.ts';
import type { Control } from '../block-kit/controls.ts';
import { filledState } from '../block-kit/input-state.ts';
import type { ActionPlace, BlockActions } from '../interactivity/block-action.ts';
import type { MessageEvents } from '../interactivity/message-events.ts';
import type { SlashCommands } from '../interactivity/slash-command.ts';
import type { ViewSubmissions } from '../interactivity/view-submission.ts';
import type { JsonObject } from '../json.ts';
import type { OpenView } from '../model/modals.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Delivery } from '../socket-mode/envelopes.ts';
import { complaintsAbout, fillIn } from './filling.ts';
import type { ClickOutcome, Person } from './person.ts';
import { createPermissions, createReading, type Permissions } from './reading.ts';
import { createSearching } from './searching.ts';
import { seeMessage } from './seen-message.ts';
import { seeModal } from './seen-modal.ts';
import { toWireText } from './typed-text.ts';
import { findButton, findMenu, markWarning, placeOf } from './using-controls.ts';

/** What acting takes. */
export interface PersonPorts {
  readonly state: WorkspaceState;
  readonly commands: SlashCommands;
  readonly actions: BlockActions;
  readonly submissions: ViewSubmissions;
  readonly events: MessageEvents;
}

const createWriting = (
  { state, commands, events }: PersonPorts,
  { actor, placeToWrite }: Permissions,
): Pick<Person, 'types' | 'says'> => ({
  types: async (channel, typed) => {
    const { seen, ...rest } = await commands.type(actor(), placeToWrite(channel), typed);
    const saw = seen && seeMessage(state.directory, seen);
    return { ...rest, saw, text: saw?.text ?? '' };
  },
  says: async (channel, text, { thread } = {}) => {
    const place = placeToWrite(channel);
    const message = state.messages.post({
      channel,
      author: actor().id,
      text: toWireText(text, state.directory),
      threadTs: thread,
    });
    const delivery = await events.announce(message, place);
    return { message: seeMessage(state.directory, message), event: delivery?.outcome };
  },
});

const createClicking = (
  { state, actions }: PersonPorts,
  { actor }: Permissions,
  reads: Person['reads'],
): Pick<Person, 'clicks' | 'chooses'> => {
  const find: (...asked: Parameters<typeof placeOf>) => ActionPlace = (of, on, options) => {
    const place = placeOf(of, on, options);
    if ('message' in place) {
      const { channel, ts } = place.message;
      if (!reads(channel).some((seen) => seen.ts === ts)) {
        throw new Error(`${actor().id} does not see the message ${ts} in ${channel}`);
      }
    }
    return place;
  };
  const hold = (view: OpenView, control: Control, choice: JsonObject): OpenView => {
    const values = withValue(view.values, control, choice);
    state.modals.change(view.id, { values });
    return { ...view, values };
  };
  const settle = (place: ActionPlace, actionId: string, delivery: Delivery): ClickOutcome => {
    const isTrouble = delivery.outcome !== 'acknowledged';
    if ('message' in place) {
      markWarning(state, place.message, actionId, isTrouble);
    }
    return isTrouble ? 'trouble' : 'acknowledged';
  };
  return {
    clicks: async (on, label, options = {}) => {
      const place = find(state, on, options);
      const control = findButton(place, label);
      return settle(place, control.actionId, await actions.act(actor(), place, control));
    },
    chooses: async (on, actionId, value) => {
      const place = find(state, on, {});
      const control = findMenu(place, actionId);
      const choice = filledState(control, value);
      const used = 'view' in place ? { view: hold(place.view, control, choice) } : place;
      return settle(used, actionId, await actions.act(actor(), used, control, choice));
    },
  };
};

const createModalUse = (
  { state: { modals }, actions, submissions }: PersonPorts,
  { actor }: Permissions,
  id: string,
): Pick<Person, 'fills' | 'searches' | 'picks' | 'submits' | 'closesModal'> => {
  const topView = (): OpenView => {
    const view = modals.stackOf(id).at(-1);
    if (view === undefined) {
      throw new Error(`${id} has no modal open`);
    }
    return view;
  };
  const searching = createSearching({ modals, actions, actor, topView });
  return {
    fills: (values) => {
      const view = topView();
      modals.change(view.id, { values: fillIn(view, values) });
    },
    searches: (field, typed) => searching.searches(field, typed),
    picks: (field, value, typed) => searching.picks(field, value, typed),
    submits: async (filled = {}) => {
      if (topView().definition['submit'] === undefined) {
        throw new Error('the modal has no button to submit it');
      }
      await searching.picksFrom(filled);
      const view = topView();
      const values = fillIn(view, filled);
      const errors = complaintsAbout(view, values);
      modals.change(view.id, { values, errors });
      return Object.keys(errors).length > 0 ? 'errors' : submissions.submit(actor(), topView());
    },
    closesModal: ({ whole = false } = {}) => submissions.close(actor(), topView(), whole),
  };
};

/** The person with this id. Throws if nobody has it, or a bot. */
export const createPerson = (ports: PersonPorts, id: string): Person => {
  const { state } = ports;
  const member = state.directory.person(id);
  if (member === undefined || member.role === 'bot') {
    throw new Error(`there is no person ${id} in the workspace`);
  }
  const permissions = createPermissions(state, id);
  const dmChannel = state.directory.directMessagesWith(id).id;
  const reading = createReading(state, id, dmChannel);
  return {
    id,
    name: member.name,
    dmChannel,
    ...reading,
    ...createWriting(ports, permissions),
    ...createClicking(ports, permissions, reading.reads),
    ...createModalUse(ports, permissions, id),
    get modal() {
      const view = state.modals.stackOf(id).at(-1);
      return view && seeModal(view);
    },
  };
};
