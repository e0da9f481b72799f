import type { Clock } from '../../../../lib/kernel/clock.ts';
import { type Changes, createChanges } from './changes.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createMessages, type Messages } from './messages.ts';
import { createModals, type Modals } from './modals.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import type { AppSeed, Timings, UserGroupSeed, WorkspaceSeed } from './seed.ts';
import { createSerial, type Serial } from './serial.ts';
import { createTriggerIds, type TriggerIds } from './trigger-ids.ts';

/** Everything that a workspace remembers. */
export interface WorkspaceState {
  readonly clock: Clock;
  readonly timings: Timings;
  readonly team: WorkspaceSeed['team'];
  readonly app: AppSeed;
  /** By id; may be changed at any time. */
  readonly userGroups: Map<string, UserGroupSeed>;
  /** What the bot token may do; may be changed at any time. */
  readonly scopes: Set<string>;
  readonly serial: Serial;
  readonly changes: Changes;
  readonly directory: Directory;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly triggers: TriggerIds;
  readonly responseUrls: ResponseUrls;
}

/** The state of a workspace that has just begun. Throws if the app's bot user is not among the people. */
export const createState = (
  seed: WorkspaceSeed,
  options: {
    readonly clock: Clock;
    readonly timings: Timings;
    readonly scopes: readonly string[];
  },
): WorkspaceState => {
  const { clock, timings } = options;
  const changes = createChanges();
  const serial = createSerial();
  const directory = createDirectory(seed, changes);
  if (directory.person(seed.app.botUserId)?.role !== 'bot') {
    throw new Error(`the people of the workspace lack the bot ${seed.app.botUserId}`);
  }
  return {
    clock,
    timings,
    team: seed.team,
    app: seed.app,
    userGroups: new Map((seed.userGroups ?? []).map((group) => [group.id, group])),
    scopes: new Set(options.scopes),
    serial,
    changes,
    directory,
    messages: createMessages(clock, changes),
    modals: createModals(serial, changes),
    triggers: createTriggerIds(clock, timings.trigger),
    responseUrls: createResponseUrls(clock, serial, seed.team.id, timings.responseUrl),
  };
};
