import { type BlockValues, valuesOf, withValue } from '../block-kit/block-values.ts';
import type { Control } from '../block-kit/controls.ts';
import { blocksOf } from '../block-kit/message-content.ts';
import { compact, type JsonObject } from '../json.ts';
import { describeMessage } from '../model/describe-message.ts';
import { describeView } from '../model/describe-view.ts';
import type { Conversation, Member } from '../model/directory.ts';
import type { Message } from '../model/messages.ts';
import type { OpenView } from '../model/modals.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Delivery, Envelopes } from '../socket-mode/envelopes.ts';
import { channelNameOf, commonParts, describeActor } from './payload-parts.ts';

/** Where the element stands that a person uses. */
export type ActionPlace =
  | { readonly message: Message; readonly conversation: Conversation }
  | { readonly view: OpenView };

/** Sends what people do with buttons and menus to the app. */
export interface BlockActions {
  /** Uses an element; `choice` is the state that a menu takes by it (`selected_option` and the like). */
  act(person: Member, place: ActionPlace, control: Control, choice?: JsonObject): Promise<Delivery>;
  /** Asks the app for the options of an external menu in a view, by what the person typed. */
  suggest(person: Member, view: OpenView, control: Control, typed: string): Promise<Delivery>;
}

const describeAction = (
  { blockId, element, kind }: Control,
  choice: JsonObject,
  actionTs: string,
): JsonObject => {
  const { confirm: _confirm, options: _options, option_groups: _groups, ...parts } = element;
  return { ...parts, ...choice, type: kind, block_id: blockId, action_ts: actionTs };
};

const valuesAfter = (message: Message, control: Control, choice: JsonObject): BlockValues => {
  const values = valuesOf(blocksOf(message), {});
  return values[control.blockId]?.[control.actionId] === undefined
    ? values
    : withValue(values, control, choice);
};

const describeMessagePlace = (
  state: WorkspaceState,
  person: Member,
  message: Message,
  conversation: Conversation,
  control: Control,
  choice: JsonObject,
  origin: string,
): JsonObject => {
  const isEphemeral = message.ephemeralTo !== undefined;
  const responsePath = state.responseUrls.issue({
    origin: 'actions',
    channel: message.channel,
    person: person.id,
    messageTs: message.ts,
  });
  return compact({
    container: compact({
      type: message.blocks.includes(control.block) ? 'message' : 'message_attachment',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    }),
    channel: { id: conversation.id, name: channelNameOf(conversation) },
    // Slack does not keep ephemeral messages, so it cannot show one to the app.
    message: isEphemeral ? undefined : describeMessage(state, message),
    state: { values: valuesAfter(message, control, choice) },
    response_url: `${origin}${responsePath}`,
  });
};

const describeViewPlace = (state: WorkspaceState, view: OpenView): JsonObject => ({
  container: { type: 'view', view_id: view.id },
  view: describeView(state, view),
});

/** Block actions of one workspace; `origin` is the server's, for response_urls. */
export const createBlockActions = (
  state: WorkspaceState,
  envelopes: Envelopes,
  origin: () => string,
): BlockActions => ({
  act: (person, place, control, choice = {}) => {
    const viewId = 'view' in place ? place.view.id : undefined;
    const payload = {
      type: 'block_actions',
      ...commonParts(state),
      user: describeActor(state, person),
      trigger_id: state.triggers.issue({ person: person.id, viewId }),
      ...('view' in place
        ? describeViewPlace(state, place.view)
        : describeMessagePlace(
            state,
            person,
            place.message,
            place.conversation,
            control,
            choice,
            origin(),
          )),
      actions: [describeAction(control, choice, state.messages.stamp())],
    };
    return envelopes.deliver('interactive', payload, { acceptsResponse: false });
  },
  suggest: (person, view, control, typed) =>
    envelopes.deliver(
      'interactive',
      {
        type: 'block_suggestion',
        ...commonParts(state),
        user: describeActor(state, person),
        ...describeViewPlace(state, view),
        action_id: control.actionId,
        block_id: control.blockId,
        value: typed,
      },
      { acceptsResponse: true },
    ),
});
