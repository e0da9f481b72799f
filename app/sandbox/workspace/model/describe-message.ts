import { compact, type JsonObject } from '../json.ts';
import type { Message } from './messages.ts';
import type { WorkspaceState } from './state.ts';

/** A message as it stands in answers, in the history and in the payload of a click. */
export const describeMessage = (
  { app, team, directory }: Pick<WorkspaceState, 'app' | 'team' | 'directory'>,
  message: Message,
): JsonObject => {
  const isOurs = message.author === app.botUserId;
  return compact({
    type: 'message',
    user: message.author,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(isOurs && {
      bot_id: app.botId,
      app_id: app.id,
      bot_profile: {
        id: app.botId,
        app_id: app.id,
        name: directory.person(app.botUserId)?.name,
        deleted: false,
        team_id: team.id,
      },
    }),
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    thread_ts: message.threadTs,
    edited: message.edited,
    metadata: message.metadata,
  });
};
