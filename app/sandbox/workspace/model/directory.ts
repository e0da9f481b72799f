import type { Changes } from './changes.ts';
import type { PersonSeed, Role, WorkspaceSeed } from './seed.ts';

/** A person or bot as the workspace knows them now. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly role: Role;
  readonly isAdmin: boolean;
  readonly deactivated: boolean;
}

/** A place for messages: a channel or the direct messages between the app and one person. */
export interface Conversation {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Person ids, in the order of joining. */
  readonly members: ReadonlySet<string>;
}

/** Who is in the workspace and where they may read and write. */
export interface Directory {
  person(id: string): Member | undefined;
  readonly people: () => readonly Member[];
  conversation(id: string): Conversation | undefined;
  readonly conversations: () => readonly Conversation[];
  /** The direct messages between the app's bot and this person, opened if they were not yet. */
  directMessagesWith(personId: string): Conversation;
  readonly join: (conversationId: string, personId: string) => void;
  readonly leave: (conversationId: string, personId: string) => void;
  readonly deactivate: (personId: string) => void;
}

const toMember = (seed: PersonSeed): Member => ({
  id: seed.id,
  name: seed.name,
  realName: seed.realName,
  email: seed.email,
  role: seed.role,
  isAdmin: seed.isAdmin ?? false,
  deactivated: seed.deactivated ?? false,
});

/** The directory of a new workspace. */
export const createDirectory = (seed: WorkspaceSeed, changes: Changes): Directory => {
  const people = new Map(seed.people.map((person) => [person.id, toMember(person)]));
  const conversations = new Map<string, Conversation>(
    seed.channels.map(({ id, name, isPrivate, members }) => [
      id,
      { id, name, kind: isPrivate ? 'private' : 'public', members: new Set(members) },
    ]),
  );

  const changeMembers = (id: string, change: (members: Set<string>) => void): void => {
    const conversation = conversations.get(id);
    if (conversation === undefined) {
      throw new Error(`there is no channel ${id}`);
    }
    const members = new Set(conversation.members);
    change(members);
    conversations.set(id, { ...conversation, members });
    changes.emit({ kind: 'people' });
  };

  return {
    person: (id) => people.get(id),
    people: () => [...people.values()],
    conversation: (id) => conversations.get(id),
    conversations: () => [...conversations.values()],
    directMessagesWith: (personId) => {
      const id = `D${personId.slice(1)}`;
      const conversation = conversations.get(id) ?? {
        id,
        name: 'directmessage',
        kind: 'im',
        members: new Set([seed.app.botUserId, personId]),
      };
      conversations.set(id, conversation);
      return conversation;
    },
    join: (id, personId) => changeMembers(id, (members) => members.add(personId)),
    leave: (id, personId) => changeMembers(id, (members) => members.delete(personId)),
    deactivate: (personId) => {
      const person = people.get(personId);
      if (person === undefined) {
        throw new Error(`there is no person ${personId}`);
      }
      people.set(personId, { ...person, deactivated: true });
      changes.emit({ kind: 'people' });
    },
  };
};
