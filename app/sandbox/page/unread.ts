import type { Person } from '../workspace/people/person.ts';
import type { SeenMessage } from '../workspace/people/seen-message.ts';
import { conversationsOf } from './visit.ts';

/** Which messages people have not looked at yet. */
export interface Unread {
  /** How many messages of others the person has not seen in a conversation. */
  count(person: Person, channel: string): number;
  /** The same in all their conversations. */
  total(person: Person): number;
  /** The person looks at the conversation now. */
  look(person: Person, channel: string): void;
}

const keyOf = (person: Person, channel: string): string => `${person.id} ${channel}`;

/** Nobody has looked at anything. */
export const createUnread = (): Unread => {
  const lastSeen = new Map<string, number>();
  const isNew = (person: Person, { channel, from, ts }: SeenMessage): boolean =>
    from !== person.id && Number(ts) > (lastSeen.get(keyOf(person, channel)) ?? 0);
  const count: Unread['count'] = (person, channel) =>
    person.reads(channel).filter((message) => isNew(person, message)).length;
  return {
    count,
    total: (person) => conversationsOf(person).reduce((sum, { id }) => sum + count(person, id), 0),
    look: (person, channel) => {
      const newest = person.reads(channel).map(({ ts }) => Number(ts));
      lastSeen.set(keyOf(person, channel), Math.max(0, ...newest));
    },
  };
};
