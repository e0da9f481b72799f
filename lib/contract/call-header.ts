import { z } from 'zod';

/** The id that all attempts of one operation share (`^op-[0-9a-z]{6,12}$`). */
export const operationIdSchema = z.templateLiteral(['op-', z.string().regex(/[0-9a-z]{6,12}/)], {
  error: 'expected "op-" and 6 to 12 lower-case letters or digits',
});

/** On whose behalf the daemon calls: a person's Slack id and names, or `system:scheduler` and the like. */
export const userInfoSchema = z.strictObject({
  user_id: z.string().min(1).max(100),
  username: z.string().min(1).max(200),
  display_name: z.string().min(1).max(200),
});

/** See {@link userInfoSchema}. */
export type UserInfo = z.infer<typeof userInfoSchema>;

/** The fields that every call has beside its action. */
export const callHeader = { operation_id: operationIdSchema, user_info: userInfoSchema } as const;

/** What a call with another action is told; `actions` are those that there are. */
export const expectedAction =
  (...actions: readonly string[]) =>
  (issue: { readonly code?: string }): string =>
    issue.code === 'invalid_type'
      ? 'expected a JSON object with action, operation_id and user_info'
      : `expected ${actions.map((action) => `"${action}"`).join(' or ')}`;
