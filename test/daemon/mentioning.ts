import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { platform, type Town } from './town.ts';

/** The bot's messages in the thread of a message, as this person sees them. */
export const answersTo = (person: Person, { channel, ts }: SeenMessage): readonly SeenMessage[] =>
  person.reads(channel).filter(({ threadTs, from }) => threadTs === ts && from === 'U0BOT');

/** Writes into #platform, in a thread if told so; resolves with the answer in that thread, or in the message's own. */
export const mention = async (
  { workspace }: Town,
  person: Person,
  typed: string,
  thread?: string,
): Promise<SeenMessage> => {
  const where = thread === undefined ? {} : { thread };
  const { message } = await person.says(platform, typed, where);
  const begun = { ...message, ts: thread ?? message.ts };
  return workspace.until(
    () => answersTo(person, begun).find(({ ts }) => Number(ts) > Number(message.ts)),
    { what: `an answer to "${typed}"` },
  );
};

/** Writes to the bot directly; resolves with its answer. */
export const tell = async (
  { workspace }: Town,
  person: Person,
  typed: string,
): Promise<SeenMessage> => {
  const { message } = await person.says(person.dmChannel, typed);
  return workspace.until(
    () => person.dms().find(({ ts, from }) => from === 'U0BOT' && Number(ts) > Number(message.ts)),
    { what: `an answer to "${typed}"` },
  );
};

/** The id of the request that a text is about. Throws if it names none. */
export const requestIn = (text: string): string => {
  const id = /req-[0-9a-z]{6,12}/.exec(text)?.[0];
  if (id === undefined) {
    throw new Error(`no request in: ${text}`);
  }
  return id;
};
