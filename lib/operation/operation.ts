import type { ArgValuesOf } from '../command/arguments.ts';
import type { ArgSpecs, ArgValues, CommandSpec } from '../command/spec.ts';
import type { Principal } from '../identity/principal.ts';
import type { Millis } from '../kernel/clock.ts';
import type { OperationId, PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Resource } from '../policy/policy.ts';
import type { Field, Part, Reply, Text } from '../reply/reply.ts';

/**
 * One thing that will be different in the world. The effects of a plan, and nothing else, are hashed, shown to
 * approvers and executed: no counts, states or times, so that the same wish has the same effects tomorrow.
 */
export interface Effect {
  /** What is done, as `image:provision`. */
  readonly operation: string;
  /** To what, as `python`. */
  readonly target: string;
  readonly [detail: string]: string;
}

/** Short facts by name, as `{ image: 'python:latest-dev' }`. They stand at the top level of ledger lines. */
export type Facts = Readonly<Record<string, string>>;

/** What would happen, found out by reading only. */
export interface Plan {
  readonly effects: readonly Effect[];
  /** What the policy is asked about. */
  readonly resource: Resource;
  /** What people and auditors are told of it. */
  readonly facts: Facts;
  /** Arguments that were left out and found out: what they are now, they are when it is planned again. */
  readonly settled?: ArgValues;
  /** What else people want to see of it before they say yes, as what will be skipped and why; it is not part of what is approved. */
  readonly shown?: readonly Part[];
}

/** Why something is not done, as a sentence with what to do instead. */
export interface Refusal {
  /** A stable code, as `IMAGE_NOT_IN_CATALOG`. */
  readonly code: string;
  readonly message: Text;
  /** Whether the same may work a little later, as when a function could not be reached. */
  readonly passing?: boolean;
}

/** A plan, or why there is none. */
export type Planned =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * What came of an execution. `running`: it was begun and goes on by itself; calling it again, under the same operation id, looks
 * how far it is. Only an operation with words for its requests may answer so; `shown` is for its card, and `canCancel` tells whether
 * anything is left to be cancelled. `unseen`: it may be going on, but nobody could look: that never ends it.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly reply: Reply; readonly facts: Facts }
  | { readonly kind: 'running'; readonly shown: readonly Part[]; readonly canCancel: boolean }
  | { readonly kind: 'unseen'; readonly why: string }
  | { readonly kind: 'failed'; readonly refusal: Refusal };

/** On whose behalf, and under which ids, an operation plans and executes. */
export interface OperationContext {
  readonly principal: Principal;
  /** The request that asked. */
  readonly requestId: RequestId;
  /** The same for every repetition of the same execution: functions are idempotent by it. */
  readonly operationId: OperationId;
  /**
   * Of an execution that goes on by itself and finds that it has not begun: why it must not begin any more, or undefined. What was
   * allowed and planned before a crash may not be so after it.
   */
  readonly mayBegin?: () => Promise<Refusal | undefined>;
  /** Set of a command that a crash interrupted: what it is about may have changed since it was given. */
  readonly isCarriedOn?: true;
}

/** How far an execution was when it was looked at last, and how long after the request that was. */
export interface Progress {
  readonly shown: readonly Part[];
  readonly canCancel: boolean;
  readonly elapsed: Millis;
}

/** A request that goes on, or has ended, as the words of its own card see it. */
export interface CardState {
  readonly operationId: OperationId;
  readonly facts: Facts;
  readonly requester: PrincipalId;
  /** `waiting`: it must be approved before it begins after all; `going`: nothing stops it any more, and it has not ended. */
  readonly standing: 'waiting' | 'going' | 'done' | 'failed' | 'cancelled';
  /** How far it is, in its last look at itself; undefined before the first one, also after a restart. */
  readonly progress?: Progress;
  /** What is remembered of a success. */
  readonly result?: Facts;
  /** Why it failed, or must be approved, on one line. */
  readonly reason?: string;
  /** From the request to its end; present iff it has ended. */
  readonly took?: Millis;
  /** For which the glass was broken, on one line. */
  readonly incident?: string;
}

/** How a request for an operation is told while it waits for approval and after. */
export interface RequestWording {
  /** The first words of its events, as `image.request`. */
  readonly event: string;
  /** The last word of the event of success, as `provisioned`. */
  readonly doneEvent: string;
  /** The first word of the commands that decide on it (`/request-image approve …`): see the operations on requests. */
  readonly root: string;
  /** The head of the card, as `New Image Request`. */
  readonly cardTitle: string;
  /** What it is called inside a sentence, as `image request`. */
  readonly noun: string;
  /** The subject in few words, from the plan's facts, as `python:latest-dev`. */
  readonly subject: (facts: Facts) => string;
  /** What the card shows above the requester. */
  readonly subjectFields: (facts: Facts) => readonly Field[];
  /** What the card shows below the requester. */
  readonly detailFields: (facts: Facts) => readonly Field[];
  /** Shown behind the approval while it runs, when it is done, and when it failed. */
  readonly running: string;
  readonly done: string;
  readonly failed: string;
  /** What `status` says of the result; without facts it has not happened. */
  readonly resultFields: (result: Facts | undefined) => readonly Field[];
  /**
   * Set where people follow it where they asked for it: from the moment when nothing stops it any more, this card stands in the
   * conversation of the command, and the notify channel hears of its end. Approvers still have their card.
   */
  readonly ownCard?: (state: CardState) => readonly Part[];
}

/** What must be typed, under the sight of the plan, before something is done that cannot be taken back. */
export interface Confirmation {
  /** The argument that takes what is typed; the hidden argument `plan` takes the hash of what was seen. */
  readonly argument: string;
  /** Whether these values need it. */
  readonly isNeeded: (values: ArgValues) => boolean;
  /** What is shown above the field, and the field's label. */
  readonly ask: (
    values: ArgValues,
    plan: Plan,
  ) => { readonly intro: readonly Part[]; readonly label: string };
}

/** A value that may be picked for an argument. */
export interface Suggestion {
  readonly value: string;
  /** What is read instead of the value, as `python:latest (APPLICATION)`. */
  readonly text: string;
}

/** What may be picked for what was typed, best first. Reads only, and quick: somebody is typing. */
export type Suggest = (typed: string, context: OperationContext) => Promise<readonly Suggestion[]>;

/** What the effects of a request need for themselves: a name, and what shall be under it. */
export interface Claim {
  readonly name: string;
  readonly content: string;
}

/** Everything that the daemon can do, declared once for every surface. */
export interface Operation extends CommandSpec {
  /** What the policy is asked about, as `environment:status`. */
  readonly action: string;
  /** Asked before the plan is made, about the operation as such, so that strangers cost nothing. */
  readonly proposal?: string;
  /** Whether it may change anything; such a request is durable before it is acknowledged. */
  readonly changes: boolean;
  /** The head of its form and the label that sends it, each of at most 24 characters. */
  readonly form?: { readonly title: string; readonly submit: string };
  /** What is wrong with values that are each right for themselves: a sentence by the name of the argument. */
  readonly check?: (values: ArgValues) => Readonly<Record<string, string>>;
  readonly confirmation?: Confirmation;
  /** Set when it always becomes a request with a card, even where no approval is needed. */
  readonly request?: RequestWording;
  /**
   * What only one open request may be about at a time, of a request's effects: whoever asks for the same content under the same name
   * joins the request that is open; the name for another content is taken.
   */
  readonly claim?: (effects: readonly Effect[]) => Claim | undefined;
  /**
   * What this person must still say although the grammar lets it be left out, as which of their teams it is for: the fields of the form
   * that asks it, before anything is planned.
   */
  readonly lacks?: (values: ArgValues, principal: Principal) => ArgSpecs;
  /** The fields of a form as they suit whoever is asked: with fewer choices, or without what answers itself. */
  readonly suit?: (fields: ArgSpecs, principal: Principal) => ArgSpecs;
  /** How its searchable arguments are picked, by name. Asked only for whoever may propose it. */
  readonly suggest?: Readonly<Record<string, Suggest>>;
  /** What would happen; reads only; it is the dry run. */
  readonly plan: (values: ArgValues, context: OperationContext) => Promise<Planned>;
  /**
   * What it would be about, as far as that is known by what was given: whoever may not do that gets no form of what is missing, and
   * no plan is made for them. Undefined: too little is known. Reads only, and nothing slow.
   */
  readonly outline?: (given: ArgValues) => Promise<Planned | undefined>;
  /** Asked about the operation as such before a form of it is shown, where its outline is not known. */
  readonly formAction?: string;
  /** Makes the effects happen, once for each operation id however often it is called. */
  readonly execute: (effects: readonly Effect[], context: OperationContext) => Promise<Outcome>;
}

/** A declaration, whose plan gets its values by the names and with the presence that its arguments declare. */
type Declared<A extends ArgSpecs> = Omit<Operation, 'args' | 'plan'> & {
  readonly args: A;
  readonly plan: (values: ArgValuesOf<A>, context: OperationContext) => Promise<Planned>;
};

/** Declares an operation. */
export const operation = <A extends ArgSpecs>(declared: Declared<A>): Operation => ({
  ...declared,
  // The grammar gives a plan only values that were checked by these very arguments: the border of parsing.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  plan: (values, context) => declared.plan(values as ArgValuesOf<A>, context),
});

/** A refusal as a plan's answer. */
export const refuse = (code: string, ...message: Exclude<Text, string>): Planned => ({
  kind: 'refused',
  refusal: { code, message },
});

/** The plan of an operation that is about nothing but itself, as a list or a search: `target` is what it looks for. */
export const planOfItself = (name: string, action: string, target: string): Planned => ({
  kind: 'planned',
  plan: { effects: [{ operation: action, target }], resource: operationResource(name), facts: {} },
});

/** An operation as such, as the policy sees it. */
export const operationResource = (name: string): Resource => ({
  type: 'Operation',
  id: name,
  attributes: {},
});

/** An execution that did what was asked, with its answer and what is to be remembered of it. */
export const done = (reply: Reply, facts: Facts = {}): Outcome => ({ kind: 'done', reply, facts });
