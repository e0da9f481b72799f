import { type BlockValues, valuesOf } from '../block-kit/block-values.ts';
import { withIds } from '../block-kit/with-ids.ts';
import { type JsonObject, objectsAt } from '../json.ts';
import type { Changes } from './changes.ts';
import type { Serial } from './serial.ts';

/** What an external menu offers for what was typed into it last. */
export interface Offer {
  readonly typed: string;
  /** `trouble`: the app did not answer in time, or not as Slack takes it. */
  readonly state: 'loading' | 'offered' | 'trouble';
  readonly options: readonly JsonObject[];
}

/** One view on the stack of a person's modal; a change replaces the record. */
export interface OpenView {
  readonly id: string;
  readonly person: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  /** Changes with every update. */
  readonly hash: string;
  /** The view as the app gave it, with ids filled in. */
  readonly definition: JsonObject;
  /** What its fields and menus hold. */
  readonly values: BlockValues;
  /** What its external menus offer, by block id. */
  readonly offers: Readonly<Record<string, Offer>>;
  /** What is wrong with fields, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's own complaint at the foot of the modal. */
  readonly trouble: string | undefined;
}

/** The modals of all people: a stack of at most three views each, the last one on top. */
export interface Modals {
  stackOf(person: string): readonly OpenView[];
  find(viewId: string): OpenView | undefined;
  findExternal(externalId: string): OpenView | undefined;
  /** Opens a modal; one that was open is gone. */
  open(person: string, definition: JsonObject): OpenView;
  /** Puts a view on top. */
  push(person: string, definition: JsonObject): OpenView;
  /** Gives a view new contents; fields with the same block and action id keep what they hold. */
  redefine(view: OpenView, definition: JsonObject): OpenView;
  change(
    viewId: string,
    parts: Pick<Partial<OpenView>, 'values' | 'offers' | 'errors' | 'trouble'>,
  ): void;
  /** Takes a view off the stack, with all that lie on it. */
  close(view: OpenView): void;
  clear(person: string): void;
}

/** How many views a stack may hold. */
export const deepestStack = 3;

/** What follows from a view's definition; `before` is what its fields held until now. */
const contentsOf = (
  definition: JsonObject,
  before: BlockValues,
  serial: Serial,
): Pick<OpenView, 'definition' | 'values' | 'offers' | 'hash' | 'errors' | 'trouble'> => {
  const blocks = withIds(objectsAt(definition, 'blocks'), serial);
  return {
    definition: { ...definition, blocks },
    values: valuesOf(blocks, before),
    offers: {},
    hash: serial.next('h'),
    errors: {},
    trouble: undefined,
  };
};

const viewOn = (
  below: readonly OpenView[],
  person: string,
  definition: JsonObject,
  serial: Serial,
): OpenView => {
  const id = serial.next('V');
  return {
    id,
    person,
    rootId: below[0]?.id ?? id,
    previousId: below.at(-1)?.id,
    ...contentsOf(definition, {}, serial),
  };
};

/** No modal is open. */
export const createModals = (serial: Serial, changes: Changes): Modals => {
  const stacks = new Map<string, readonly OpenView[]>();
  const stackOf = (person: string): readonly OpenView[] => stacks.get(person) ?? [];
  const all = (): readonly OpenView[] => [...stacks.values()].flat();
  const find = (viewId: string): OpenView | undefined => all().find(({ id }) => id === viewId);

  const setStack = (person: string, stack: readonly OpenView[]): void => {
    stacks.set(person, stack);
    changes.emit({ kind: 'modal', person });
  };
  const replace = (view: OpenView): OpenView => {
    const stack = stackOf(view.person).map((other) => (other.id === view.id ? view : other));
    setStack(view.person, stack);
    return view;
  };
  const putOn = (below: readonly OpenView[], person: string, definition: JsonObject): OpenView => {
    const view = viewOn(below, person, definition, serial);
    setStack(person, [...below, view]);
    return view;
  };

  return {
    stackOf,
    find,
    findExternal: (externalId) =>
      all().find(({ definition }) => definition['external_id'] === externalId),
    open: (person, definition) => putOn([], person, definition),
    push: (person, definition) => putOn(stackOf(person), person, definition),
    redefine: (view, definition) =>
      replace({ ...view, ...contentsOf(definition, view.values, serial) }),
    change: (viewId, parts) => {
      const view = find(viewId);
      if (view !== undefined) {
        replace({ ...view, ...parts });
      }
    },
    close: (view) => {
      const index = stackOf(view.person).findIndex(({ id }) => id === view.id);
      if (index >= 0) {
        setStack(view.person, stackOf(view.person).slice(0, index));
      }
    },
    clear: (person) => setStack(person, []),
  };
};
