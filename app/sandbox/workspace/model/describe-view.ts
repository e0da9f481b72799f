import { compact, type JsonObject } from '../json.ts';
import type { OpenView } from './modals.ts';
import type { WorkspaceState } from './state.ts';

/** A view as it stands in answers and in the payloads of what people do in it. */
export const describeView = (
  { app, team }: Pick<WorkspaceState, 'app' | 'team'>,
  view: OpenView,
): JsonObject => {
  const { definition } = view;
  return compact({
    id: view.id,
    team_id: team.id,
    type: 'modal',
    blocks: definition['blocks'],
    private_metadata: definition['private_metadata'] ?? '',
    callback_id: definition['callback_id'] ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: definition['title'],
    clear_on_close: definition['clear_on_close'] ?? false,
    notify_on_close: definition['notify_on_close'] ?? false,
    close: definition['close'] ?? null,
    submit: definition['submit'] ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: definition['external_id'] ?? '',
    app_installed_team_id: team.id,
    bot_id: app.botId,
  });
};
