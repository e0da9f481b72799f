import { WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Who is in a channel, and whether others can see it. */
export interface ChannelMembers {
  readonly isPrivate: boolean;
  /** User ids without our own bot; empty for a public channel, whose members were not asked. */
  readonly users: readonly string[];
}

/** Whether asking again cannot help: a scope, the channel, or our membership is missing. */
export const isFinalChannelError = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError &&
  ['missing_scope', 'channel_not_found', 'not_in_channel', 'is_archived'].includes(
    error.data.error,
  );

/** More members than this are not approvers but a mistake. */
const maxMembers = 1_000;

/** Asks who is in a private channel, page by page. Rejects as the Web API does. */
export const channelMembers = async (
  web: WebClient,
  channel: string,
  botUserId: string,
): Promise<ChannelMembers> => {
  const { channel: found } = await web.conversations.info({ channel });
  if (found?.is_private !== true) {
    return { isPrivate: false, users: [] };
  }
  const users: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await web.conversations.members({
      channel,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    users.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined && users.length <= maxMembers);
  if (users.length > maxMembers) {
    throw new Error(
      `the channel has more than ${maxMembers} members: that many approvers are a mistake`,
    );
  }
  return { isPrivate: true, users: users.filter((user) => user !== botUserId) };
};
