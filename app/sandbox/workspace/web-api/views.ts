import { checkView } from '../block-kit/check-view.ts';
import { isJsonObject, type JsonObject, textAt } from '../json.ts';
import { describeView } from '../model/describe-view.ts';
import { deepestStack, type OpenView } from '../model/modals.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type MethodFamily, refuse, refuseContent } from './api-method.ts';

const largestView = 250_000;

/** Why this definition cannot become a view (or, with `replaced`, the new contents of that one). */
const refuseView = (
  state: WorkspaceState,
  definition: unknown,
  replaced?: OpenView,
): ApiAnswer | undefined => {
  const messages = checkView(definition);
  if (messages.length > 0) {
    return refuseContent({ error: 'invalid_arguments', messages });
  }
  if (JSON.stringify(definition).length > largestView) {
    return refuse('view_too_large');
  }
  const externalId = isJsonObject(definition) ? textAt(definition, 'external_id') : undefined;
  const namesake = externalId === undefined ? undefined : state.modals.findExternal(externalId);
  return namesake === undefined || namesake.id === replaced?.id
    ? undefined
    : refuse('duplicate_external_id');
};

const definitionOf = (args: JsonObject): JsonObject =>
  isJsonObject(args['view']) ? args['view'] : {};

const answerWith = (state: WorkspaceState, view: OpenView): ApiAnswer => ({
  ok: true,
  view: describeView(state, view),
});

const open = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const refusal = refuseView(state, args['view']);
  if (refusal !== undefined) {
    return refusal;
  }
  const trigger = state.triggers.exchange(textAt(args, 'trigger_id') ?? '');
  return trigger.ok
    ? answerWith(state, state.modals.open(trigger.value.person, definitionOf(args)))
    : refuse(trigger.error);
};

const push = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const refusal = refuseView(state, args['view']);
  if (refusal !== undefined) {
    return refusal;
  }
  const trigger = state.triggers.exchange(textAt(args, 'trigger_id') ?? '');
  if (!trigger.ok) {
    return refuse(trigger.error);
  }
  const { person, viewId } = trigger.value;
  if (viewId === undefined || state.modals.find(viewId) === undefined) {
    return refuse('invalid_trigger_id');
  }
  return state.modals.stackOf(person).length >= deepestStack
    ? refuse('push_limit_reached')
    : answerWith(state, state.modals.push(person, definitionOf(args)));
};

const update = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const view =
    state.modals.find(textAt(args, 'view_id') ?? '') ??
    state.modals.findExternal(textAt(args, 'external_id') ?? '');
  if (view === undefined) {
    return refuse('not_found');
  }
  const refusal = refuseView(state, args['view'], view);
  if (refusal !== undefined) {
    return refusal;
  }
  const hash = textAt(args, 'hash');
  return hash === undefined || hash === view.hash
    ? answerWith(state, state.modals.redefine(view, definitionOf(args)))
    : refuse('hash_conflict');
};

/** views.*: modals. There is no Home tab: views.publish answers `not_enabled`, as where it is switched off. */
export const viewMethods: MethodFamily = (state) => ({
  'views.open': {
    tier: 'tier 4',
    required: ['trigger_id', 'view'],
    run: (args) => open(state, args),
  },
  'views.push': {
    tier: 'tier 4',
    required: ['trigger_id', 'view'],
    run: (args) => push(state, args),
  },
  'views.update': { tier: 'tier 4', required: ['view'], run: (args) => update(state, args) },
  'views.publish': {
    tier: 'tier 4',
    required: ['user_id', 'view'],
    run: () => refuse('not_enabled'),
  },
});
