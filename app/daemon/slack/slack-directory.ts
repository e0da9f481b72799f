import { type UsersInfoResponse, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Directory, Person } from '../../../lib/identity/directory.ts';
import type { Clock, EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import { Fault } from '../../../lib/kernel/errors.ts';
import { type PrincipalId, slackUserOf } from '../../../lib/kernel/ids.ts';

/** How long somebody's data may be old: a person who was deactivated keeps their rights no longer than this. */
const maxAge: Millis = 60_000;

/** More people than this are not remembered at once; the oldest entry goes first. */
const maxRemembered = 5_000;

type SlackUser = NonNullable<UsersInfoResponse['user']>;

/** People of other workspaces meet us in shared channels: they are not members here, also not in the same enterprise. */
const isAtHome = (
  { team_id: team, enterprise_user: enterprise }: SlackUser,
  homeTeam: string,
): boolean =>
  team === undefined || team === homeTeam || enterprise?.teams?.includes(homeTeam) === true;

const kindOf = (user: SlackUser, homeTeam: string): Person['kind'] => {
  if (user.deleted === true) {
    return 'deactivated';
  }
  if (user.is_bot === true || user.id === 'USLACKBOT') {
    return 'bot';
  }
  const isGuest =
    user.is_restricted === true ||
    user.is_ultra_restricted === true ||
    user.is_stranger === true ||
    !isAtHome(user, homeTeam);
  return isGuest ? 'guest' : 'member';
};

const toPerson = (id: PrincipalId, user: SlackUser, homeTeam: string): Person => ({
  id,
  kind: kindOf(user, homeTeam),
  username: user.name ?? id,
  displayName: user.profile?.display_name || user.real_name || user.name || id,
  email: user.profile?.email ?? null,
});

const isNobody = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'user_not_found';

/** The workspace's directory by users.info. `homeTeam` gives the id of the workspace. */
export const createSlackDirectory = (
  web: WebClient,
  homeTeam: () => string,
  clock: Clock,
): Directory => {
  const known = new Map<PrincipalId, { readonly person: Person; readonly at: EpochMillis }>();

  const ask = async (id: PrincipalId, user: string): Promise<Person | undefined> => {
    try {
      const answer = await web.users.info({ user });
      return answer.user && toPerson(id, answer.user, homeTeam());
    } catch (error) {
      if (isNobody(error)) {
        return undefined;
      }
      throw new Fault('DIRECTORY_UNAVAILABLE', 'users.info failed', { cause: error });
    }
  };

  return {
    find: async (id) => {
      const user = slackUserOf(id);
      const remembered = known.get(id);
      if (user === undefined) {
        return undefined;
      }
      if (remembered !== undefined && clock.now() - remembered.at < maxAge) {
        return remembered.person;
      }
      known.delete(id);
      const person = await ask(id, user);
      if (person !== undefined) {
        known.set(id, { person, at: clock.now() });
        const [oldest] = known.keys();
        if (known.size > maxRemembered && oldest !== undefined) {
          known.delete(oldest);
        }
      }
      return person;
    },
  };
};
