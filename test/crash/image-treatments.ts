/** How the people of a scenario treat one request. */
export type Treatment =
  | 'one approves'
  | 'both approve at once'
  | 'a double click'
  | 'approved by command'
  | 'denied by form'
  | 'denied by command'
  | 'cancelled'
  | 'approve against deny'
  | 'cancel against approve'
  | 'the tier changes'
  | 'the approver leaves'
  | 'nobody need approve'
  | 'the glass is broken'
  | 'somebody joins';

/** What goes wrong around a request besides the crash. */
export type Hindrance =
  | 'nothing'
  | 'the answer is lost'
  | 'the function throws when it is done'
  | 'the directory is down';

/** A request for an image. */
export interface ImageWish {
  readonly kind: 'image';
  /** The custom name, by which everything about this wish is found again. */
  readonly name: string;
  readonly image: string;
  readonly treatment: Treatment;
  readonly hindrance: Hindrance;
  /** The approver of this wish who may leave the workspace; nobody else's. */
  readonly leaver: string;
}

/** All of them. */
export const treatments = [
  'one approves',
  'both approve at once',
  'a double click',
  'approved by command',
  'denied by form',
  'denied by command',
  'cancelled',
  'approve against deny',
  'cancel against approve',
  'the tier changes',
  'the approver leaves',
  'nobody need approve',
  'the glass is broken',
  'somebody joins',
] as const satisfies readonly Treatment[];

/** All of them, as often as they shall happen. */
export const hindrances = [
  'nothing',
  'nothing',
  'nothing',
  'the answer is lost',
  'the function throws when it is done',
  'the directory is down',
] as const satisfies readonly Hindrance[];
