import { z } from 'zod';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { PersonSeed, WorkspaceSeed } from '../../app/sandbox/workspace/model/seed.ts';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { approvals, type Town } from './town.ts';

const recorded = z.record(z.string(), z.unknown());

const member = (id: string, name: string, realName: string): PersonSeed => ({
  id,
  name,
  realName,
  email: `${name}@acme.example`,
  role: 'member',
});

/** The demo workspace with two more: Eve, a developer as Dana is, and Oscar, who is on call. Neither sees #image-approvals. */
export const crowd: WorkspaceSeed = {
  ...demoWorkspace,
  people: [
    ...demoWorkspace.people,
    member('U0EVE', 'eve', 'Eve Engineer'),
    member('U0OSCAR', 'oscar', 'Oscar On-Call'),
  ],
  channels: demoWorkspace.channels.map((channel) =>
    channel.isPrivate ? channel : { ...channel, members: [...channel.members, 'U0EVE', 'U0OSCAR'] },
  ),
};

/** The bot's messages in the approval channel that say this. */
export const saidToApprovers = (town: Town, words: string): readonly SeenMessage[] =>
  town.alice.reads(approvals).filter(({ ephemeral, text }) => !ephemeral && text.includes(words));

/** The direct messages to somebody that say this. */
export const dmsSaying = (person: Person, words: string): readonly SeenMessage[] =>
  person.dms().filter(({ text }) => text.includes(words));

/** Waits until a message says this that a person reads there, and resolves with it as it is then. */
export const messageSays = (
  { workspace }: Town,
  person: Person,
  { channel, ts }: SeenMessage,
  words: string,
): Promise<SeenMessage> =>
  workspace.until(
    () => person.reads(channel).find((each) => each.ts === ts && each.text.includes(words)),
    { what: `a message to say "${words}"` },
  );

/** Waits until a line in the approval channel says this. */
export const approversRead = (town: Town, words: string): Promise<SeenMessage> =>
  town.workspace.until(() => saidToApprovers(town, words)[0], {
    what: `"${words}" in the approval channel`,
  });

/** What has been recorded of a request, oldest first, also what was recorded in one line with something else. */
export const recordedOf = async (
  town: Town,
  id: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await town.ledger())
    .flatMap((line) => [line, ...z.array(recorded).catch([]).parse(line['with'])])
    .filter(({ requestId }) => requestId === id);

/** How often something has been recorded of a request. */
export const timesRecorded = async (town: Town, id: string, name: string): Promise<number> =>
  (await recordedOf(town, id)).filter(({ event }) => event === name).length;
