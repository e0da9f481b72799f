import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Clock, Millis } from '../../../lib/kernel/clock.ts';
import { Fault } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { rememberFor } from '../../../lib/kernel/remember-for.ts';
import { callFailureOf } from './call-failure.ts';

/** What Slack says of a user group. */
export interface UserGroup {
  /** User ids; nobody where there is a problem. */
  readonly users: readonly string[];
  /** Why Slack does not tell the members, and what to do about it; absent where it does. */
  readonly problem?: string;
}

/**
 * Asks who is in the user group of an id. One whose members Slack will not tell has a problem and nobody in it: whoever asks must not
 * take it for empty where that would permit something. Rejects with DIRECTORY_UNAVAILABLE when Slack does not answer now.
 */
export type AskUserGroup = (id: string) => Promise<UserGroup>;

/** What asking for user groups takes. */
export interface UserGroupPorts {
  readonly web: WebClient;
  /** The keys of the configuration file that name a user group, by its id. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How old an answer may be: who left a user group keeps its rights no longer than this. */
const maxAge: Millis = 60_000;

/** Errors of the token or the workspace, which every other call meets too: they say nothing about a user group. */
const ofNoGroup: readonly string[] = [
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
];

const noPlan = 'user groups need a paid plan of Slack; name people by users instead';

/** What to do, by what Slack says of usergroups.users.list; `paid_teams_only` is not documented, but seen. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['missing_scope', 'give the app the scope usergroups:read and reinstall it'],
  ['no_such_subteam', 'correct the id, or enable the user group in Slack'],
  ['plan_upgrade_required', noPlan],
  ['paid_teams_only', noPlan],
]);

/** The code of an error after which asking again cannot help, or undefined. */
const finalCodeOf = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError &&
  callFailureOf(error).kind === 'refused' &&
  !ofNoGroup.includes(error.data.error)
    ? error.data.error
    : undefined;

const askSlack = async ({ web, named, log }: UserGroupPorts, id: string): Promise<UserGroup> => {
  try {
    const { users = [] } = await web.usergroups.users.list({ usergroup: id });
    return { users };
  } catch (cause) {
    const error = finalCodeOf(cause);
    if (error === undefined) {
      throw new Fault('DIRECTORY_UNAVAILABLE', `usergroups.users.list failed for ${id}`, { cause });
    }
    const remedy = remedies.get(error) ?? 'name people by users instead';
    log.warn('slack.user_group_unavailable', {
      group: id,
      named: named.get(id) ?? [],
      error,
      advice: `it counts as having no members: ${remedy}`,
    });
    return { users: [], problem: `${error}: ${remedy}` };
  }
};

/** Asks Slack, about each user group at most once a minute, and then warns too where it will not tell. */
export const createUserGroups = (ports: UserGroupPorts): AskUserGroup => {
  const known = new Map<string, () => Promise<UserGroup>>();
  return async (id) => {
    const ask = known.get(id) ?? rememberFor(maxAge, ports.clock, () => askSlack(ports, id));
    known.set(id, ask);
    return ask();
  };
};
