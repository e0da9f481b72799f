import type { ApprovalSettings } from './approval-settings.ts';
import type { People } from './people-settings.ts';

/** The parts of the configuration file that can name user groups. */
export interface GroupNaming {
  readonly teams: Readonly<Record<string, { readonly usergroup?: string }>>;
  readonly approvers: People;
  readonly approval: ApprovalSettings;
}

/** Every user group that the configuration file names, each with the keys that name it, as `approvers.usergroups`. */
export const namedUserGroups = ({
  teams,
  approvers,
  approval: { escalation, break_glass: breakGlass },
}: GroupNaming): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, readonly string[]>();
  const note = (key: string, groups: readonly string[] = []): void =>
    new Set(groups).forEach((group) => named.set(group, [...(named.get(group) ?? []), key]));
  note('approvers.usergroups', approvers.usergroups);
  note('approval.escalation.to.usergroups', escalation?.to.usergroups);
  note('approval.break_glass.usergroups', breakGlass.usergroups);
  for (const [team, { usergroup }] of Object.entries(teams)) {
    note(`teams.${team}.usergroup`, usergroup === undefined ? [] : [usergroup]);
  }
  return named;
};
