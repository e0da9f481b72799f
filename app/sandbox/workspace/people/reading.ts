import type { Conversation, Member } from '../model/directory.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Person } from './person.ts';
import { seeMessage } from './seen-message.ts';

/** What a person may see. Guests see the channels that they are in, and no others. */
export const createReading = (
  { directory, messages }: WorkspaceState,
  id: string,
  dmChannel: string,
): Pick<Person, 'reads' | 'dms' | 'ephemerals' | 'channels'> => {
  const mayRead = ({ kind, members }: Conversation): boolean =>
    members.has(id) || (kind === 'public' && directory.person(id)?.role === 'member');
  const channels = (): readonly Conversation[] => directory.conversations().filter(mayRead);
  const reads: Person['reads'] = (channel) => {
    const place = directory.conversation(channel);
    if (place === undefined || !mayRead(place)) {
      throw new Error(`${id} cannot see ${channel}`);
    }
    return messages
      .in(channel)
      .filter(({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === id)
      .map((message) => seeMessage(directory, message));
  };
  return {
    channels,
    reads,
    dms: () => reads(dmChannel),
    ephemerals: () =>
      channels()
        .flatMap((place) => reads(place.id))
        .filter(({ ephemeral }) => ephemeral),
  };
};

/** Who acts, and where: each throws for what Slack's client would not let them do. */
export interface Permissions {
  /** The person, unless they are deactivated. */
  readonly actor: () => Member;
  /** A conversation in which they are. */
  readonly placeToWrite: (channel: string) => Conversation;
}

/** The permissions of one person. */
export const createPermissions = ({ directory }: WorkspaceState, id: string): Permissions => ({
  actor: () => {
    const member = directory.person(id);
    if (member === undefined || member.deactivated) {
      throw new Error(`${id} is deactivated and cannot act`);
    }
    return member;
  },
  placeToWrite: (channel) => {
    const place = directory.conversation(channel);
    if (place === undefined || !place.members.has(id)) {
      throw new Error(`${id} is not in ${channel} and cannot write there`);
    }
    return place;
  },
});
