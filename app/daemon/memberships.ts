import { approversGroup, type Memberships } from '../../lib/identity/principal.ts';
import type { Clock, EpochMillis, Millis } from '../../lib/kernel/clock.ts';
import { describeError, Fault } from '../../lib/kernel/errors.ts';
import type { PrincipalId } from '../../lib/kernel/ids.ts';
import { breakGlassGroup } from '../../lib/operation/freeze.ts';
import type { Config } from './config.ts';
import type { ChannelMembers } from './slack/channel-members.ts';

/** How long an answer about the channel may be old: who left it approves nothing after that. */
const maxAge: Millis = 60_000;

const principals = (users: readonly string[]): ReadonlySet<PrincipalId> =>
  new Set(users.map((user): PrincipalId => `slack:${user}`));

/** The approvers that the configuration names; if there are none, the approval channel's members approve. */
export const configuredApprovers = ({ adminUsers, file }: Config): readonly string[] => [
  ...new Set([...adminUsers, ...file.approvers.users]),
];

const rememberFor = <T>(age: Millis, clock: Clock, ask: () => Promise<T>): (() => Promise<T>) => {
  let known: { readonly value: T; readonly at: EpochMillis } | undefined;
  return async () => {
    if (known === undefined || clock.now() - known.at >= age) {
      known = { value: await ask(), at: clock.now() };
    }
    return known.value;
  };
};

/**
 * Who belongs to what, by the configuration and, where it names no approvers, by the approval channel. A channel that
 * has become public has no approvers any more; one that cannot be asked rejects with DIRECTORY_UNAVAILABLE.
 */
export const createMemberships = (
  config: Config,
  askChannel: () => Promise<ChannelMembers>,
  clock: Clock,
): (() => Promise<Memberships>) => {
  const configured = configuredApprovers(config);
  const approvers =
    configured.length > 0
      ? async () => configured
      : rememberFor(maxAge, clock, async () => {
          try {
            return (await askChannel()).users;
          } catch (error) {
            throw new Fault(
              'DIRECTORY_UNAVAILABLE',
              `the approval channel: ${describeError(error)}`,
              { cause: error },
            );
          }
        });
  const teams = new Map(
    Object.entries(config.file.teams).map(([team, { users }]) => [team, principals(users)]),
  );
  return async () => ({
    groups: new Map([
      [approversGroup, principals(await approvers())],
      [breakGlassGroup, principals(config.file.approval.break_glass.users)],
    ]),
    teams,
  });
};
