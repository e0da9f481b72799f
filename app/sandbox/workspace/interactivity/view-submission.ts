import { checkView } from '../block-kit/check-view.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt } from '../json.ts';
import { describeView } from '../model/describe-view.ts';
import type { Member } from '../model/directory.ts';
import { deepestStack, type OpenView } from '../model/modals.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Envelopes } from '../socket-mode/envelopes.ts';
import { commonParts, describeActor } from './payload-parts.ts';

/** What a person sees after pressing the submit button of a modal. */
export type SubmitOutcome = 'closed' | 'errors' | 'updated' | 'pushed' | 'trouble';

/** Sends submitted and closed views to the app and does to the modal what the app answers. */
export interface ViewSubmissions {
  submit(person: Member, view: OpenView): Promise<SubmitOutcome>;
  /** Closes the top view, or with `whole` the stack; the app hears of it if the view wants that. */
  close(person: Member, view: OpenView, whole: boolean): void;
}

const trouble = 'We had some trouble connecting. Try again?';

const readErrors = (
  view: OpenView,
  answer: JsonObject,
): Readonly<Record<string, string>> | undefined => {
  const inputs = objectsAt(view.definition, 'blocks')
    .filter((block) => block['type'] === 'input')
    .map((block) => block['block_id']);
  const errors = Object.entries(objectAt(answer, 'errors'));
  const areKnown = errors.every(
    ([blockId, message]) => inputs.includes(blockId) && typeof message === 'string',
  );
  return areKnown && errors.length > 0
    ? Object.fromEntries(errors.map(([blockId, message]) => [blockId, String(message)]))
    : undefined;
};

const showView = (
  state: WorkspaceState,
  view: OpenView,
  answer: JsonObject,
  how: 'update' | 'push',
): SubmitOutcome => {
  const definition = answer['view'];
  if (!isJsonObject(definition) || checkView(definition).length > 0) {
    return 'trouble';
  }
  if (how === 'update') {
    state.modals.redefine(view, definition);
    return 'updated';
  }
  if (state.modals.stackOf(view.person).length >= deepestStack) {
    return 'trouble';
  }
  state.modals.push(view.person, definition);
  return 'pushed';
};

const applyAnswer = (
  state: WorkspaceState,
  view: OpenView,
  answer: JsonObject | undefined,
): SubmitOutcome => {
  const action = answer?.['response_action'];
  if (answer === undefined || action === undefined) {
    state.modals.close(view);
    return 'closed';
  }
  if (action === 'clear') {
    state.modals.clear(view.person);
    return 'closed';
  }
  if (action === 'update' || action === 'push') {
    return showView(state, view, answer, action);
  }
  const errors = action === 'errors' ? readErrors(view, answer) : undefined;
  if (errors === undefined) {
    return 'trouble';
  }
  state.modals.change(view.id, { errors });
  return 'errors';
};

/** View submissions of one workspace. */
export const createViewSubmissions = (
  state: WorkspaceState,
  envelopes: Envelopes,
): ViewSubmissions => {
  const describe = (person: Member, view: OpenView, type: string): JsonObject => ({
    type,
    ...commonParts(state),
    user: describeActor(state, person),
    view: describeView(state, view),
  });
  return {
    submit: async (person, view) => {
      state.modals.change(view.id, { errors: {}, trouble: undefined });
      const payload = {
        ...describe(person, view, 'view_submission'),
        trigger_id: state.triggers.issue({ person: person.id, viewId: view.id }),
        response_urls: [],
      };
      const delivery = await envelopes.deliver('interactive', payload, { acceptsResponse: true });
      // The app may have updated the view, or the person closed it, while the answer was on its way.
      const present = state.modals.find(view.id);
      if (present === undefined) {
        return 'closed';
      }
      const outcome =
        delivery.outcome === 'acknowledged'
          ? applyAnswer(state, present, delivery.payload)
          : 'trouble';
      if (outcome === 'trouble') {
        state.modals.change(view.id, { trouble });
      }
      return outcome;
    },
    close: (person, view, whole) => {
      const clears = whole || view.definition['clear_on_close'] === true;
      if (clears) {
        state.modals.clear(person.id);
      } else {
        state.modals.close(view);
      }
      if (view.definition['notify_on_close'] === true) {
        const payload = { ...describe(person, view, 'view_closed'), is_cleared: clears };
        void envelopes.deliver('interactive', payload, { acceptsResponse: false });
      }
    },
  };
};
