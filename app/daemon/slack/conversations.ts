import { slackUserOf } from '../../../lib/kernel/ids.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';
import type { WebClients } from './web-clients.ts';

/**
 * Finds the conversation that a notice goes to: a channel is one, and a person's direct messages are opened first. Undefined
 * for who is not in Slack, or whom Slack opens none with. Rejects when Slack refuses or does not answer.
 */
export type ConversationOf = (to: Notice['to']) => Promise<string | undefined>;

/** How many people's conversations are remembered. */
const maxDirect = 1_000;

const forgetOldest = (map: Map<string, unknown>, most: number): void => {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) {
    map.delete(oldest);
  }
};

/** Asks Slack for each person once, as long as there are not more than `maxDirect` others. */
export const createConversations = ({
  repeatable,
}: Pick<WebClients, 'repeatable'>): ConversationOf => {
  /** The conversations of people, which stay the same: Slack lets them be asked for fifty times a minute. */
  const direct = new Map<string, string>();

  const openDirect = async (users: string): Promise<string | undefined> => {
    const id = direct.get(users) ?? (await repeatable.conversations.open({ users })).channel?.id;
    if (id !== undefined) {
      direct.set(users, id);
      forgetOldest(direct, maxDirect);
    }
    return id;
  };

  return async (to) => {
    if ('channel' in to) {
      return to.channel;
    }
    const user = slackUserOf(to.person);
    return user === undefined ? undefined : openDirect(user);
  };
};
