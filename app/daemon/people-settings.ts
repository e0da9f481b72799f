import { z } from 'zod';

/** The id of a person in Slack, or in an enterprise grid. */
export const userId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,}$/, { error: 'expected the id of a Slack user, as U012ABCDEF' });

/** The id of a user group in Slack, which is not its @handle. */
export const userGroupId = z
  .string()
  .regex(/^S[A-Z0-9]{2,}$/, { error: 'expected the id of a Slack user group, as S012ABCDEF' });

/** People in the configuration file: some by their own ids, some by the user groups that they are in. */
export const peopleSettings = z.strictObject({
  users: z.array(userId).default([]),
  usergroups: z.array(userGroupId).default([]),
});

/** People as the configuration file names them; nobody where both are empty. */
export type People = z.infer<typeof peopleSettings>;

/** Nobody, for where people are left out. */
export const nobody = (): People => ({ users: [], usergroups: [] });
