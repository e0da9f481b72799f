import type { PrincipalId } from '../kernel/ids.ts';

/** What the workspace knows of somebody. */
export interface Person {
  readonly id: PrincipalId;
  readonly kind: 'member' | 'guest' | 'bot' | 'deactivated';
  /** The login name, as `dana`. */
  readonly username: string;
  readonly displayName: string;
  /** Null without the scope to see it. */
  readonly email: string | null;
}

/** Who is who in the workspace. */
export interface Directory {
  /** The person, or undefined when nobody has this id. Rejects with DIRECTORY_UNAVAILABLE when nobody can tell now. */
  find(id: PrincipalId): Promise<Person | undefined>;
}
