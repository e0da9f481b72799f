/** An entity as policies see it, as `{ type: 'Image', id: 'python:latest-dev' }`. */
export interface EntityRef {
  readonly type: string;
  readonly id: string;
}

/** What an attribute may be. */
export type AttributeValue =
  | string
  | boolean
  | number
  | EntityRef
  | readonly string[]
  | readonly EntityRef[];

/** Whether a value points to another entity. */
export const isEntityRef = (value: AttributeValue): value is EntityRef =>
  typeof value === 'object' && 'type' in value;

/** The entities that an attribute's value points to, itself or by its members. */
export const entitiesIn = (value: AttributeValue): readonly EntityRef[] => {
  const values: readonly (AttributeValue | string)[] =
    typeof value === 'object' && !isEntityRef(value) ? value : [value];
  return values.filter(isEntityRef);
};

/** What is acted upon, with all the attributes that the schema demands. */
export interface Resource extends EntityRef {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Who acts, as policies see it: an entity of type `Principal` with its groups and teams as parents. */
export interface Subject {
  /** As `slack:U1`. */
  readonly id: string;
  /** `member` is a full member of the workspace; everything else may nothing by default. */
  readonly kind:
    | 'member'
    | 'guest'
    | 'bot'
    | 'deactivated'
    | 'key'
    | 'schedule'
    | 'webhook'
    | 'system';
  /** Names of groups, as `approvers`. */
  readonly groups: readonly string[];
  /** Names of verified teams, as `data-engineering`. */
  readonly teams: readonly string[];
}

/** The one question: may this principal do this to that? */
export interface Question {
  readonly principal: Subject;
  /** As `image:provision`. */
  readonly action: string;
  readonly resource: Resource;
  /** The circumstances; what is left out is false. */
  readonly context?: { readonly frozen?: boolean; readonly breakGlass?: boolean };
}

/** Why: the ids of the policies that decided, which are sentences that people read. */
export type Reasons = readonly string[];

/** An answer. It never throws: whatever goes wrong is a denial, marked as an error. */
export type Decision =
  | {
      readonly kind: 'permit';
      /** How many distinct humans must approve first, 0 to 5; the smallest number from which on every answer is permit. */
      readonly approvals: number;
      readonly reasons: Reasons;
    }
  | {
      readonly kind: 'deny';
      readonly reasons: Reasons;
      /** Set when the policy could not be asked properly (diagnostics, validation, absent entity, not monotone): raise an alarm. */
      readonly fault?: string;
    };

/** The policy of the house, with what must be known so that it can be asked. */
export interface LoadedPolicy extends Policy {
  /** Groups and teams that may not be taken for empty where their members are unknown, as `Team::contractors`. */
  readonly rolesToKnow: ReadonlySet<string>;
}

/** The policy of the house. */
export interface Policy {
  /** Asks with 0 to 5 approvals and answers with the number that is needed, or with the denial. */
  decide(question: Question): Decision;
  /** Whether the answer is permit when `approvals` distinct humans have approved. Used again at execution. */
  permits(question: Question, approvals: number): Decision;
}
