import type { Conversation } from '../workspace/model/directory.ts';
import type { Person } from '../workspace/people/person.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Names } from './mrkdwn.ts';

/** What of the daemon's insides is shown beside the conversation. */
export type InsideTab = 'ledger' | 'log';

/** Who looks at what: the whole state of a page, which stands in its address. */
export interface Visit {
  readonly workspace: Workspace;
  readonly person: Person;
  readonly channel: Conversation;
  readonly inside: InsideTab | undefined;
}

/** The address of a visit, or of something that is done there (`/message`, `/click`, …). */
export const pathOf = (
  {
    person,
    channel,
    inside,
  }: {
    readonly person: { readonly id: string };
    readonly channel: { readonly id: string };
    readonly inside: InsideTab | undefined;
  },
  action = '',
): string =>
  `/as/${person.id}/in/${channel.id}${action}${inside === undefined ? '' : `?inside=${inside}`}`;

/** What ids are called in this workspace. */
export const namesIn = (workspace: Workspace): Names => ({
  person: (id) => workspace.people().find((other) => other.id === id)?.realName,
  channel: (id) => workspace.channels().find((other) => other.id === id)?.name,
});

/** What a conversation is called, with its sign. */
export const titleOf = ({ kind, name }: Conversation): string =>
  kind === 'im' ? 'Quartermaster' : `${kind === 'private' ? '🔒 ' : '# '}${name}`;

/** The conversations in which a person is, their direct messages last. */
export const conversationsOf = (person: Person): readonly Conversation[] =>
  person
    .channels()
    .filter(({ members }) => members.has(person.id))
    .toSorted((one, other) => Number(one.kind === 'im') - Number(other.kind === 'im'));
