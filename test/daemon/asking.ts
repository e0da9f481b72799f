import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { general, type Town } from './town.ts';

/** What the person is answered to what they do, in plain lines: the first new message that only they see. */
export const answerAfter = async (
  { workspace }: Town,
  person: Person,
  act: () => Promise<unknown>,
): Promise<string> => {
  const before = new Set(person.ephemerals().map(({ ts }) => ts));
  await act();
  const answer = await workspace.until(
    () => person.ephemerals().find(({ ts }) => !before.has(ts)),
    {
      what: `an answer to ${person.name}`,
    },
  );
  return answer.text;
};

/** What the person is answered to a typed command. */
export const ask = (
  town: Town,
  person: Person,
  typed: string,
  channel = general,
): Promise<string> => answerAfter(town, person, () => person.types(channel, typed));

/** Requests an image and returns the request's id with its card. */
export const requestImage = async (
  town: Town,
  person = town.dana,
  image = 'python:latest-dev',
): Promise<{ readonly id: string; readonly card: SeenMessage }> => {
  const answer = await ask(
    town,
    person,
    `/request-image ${image} --justification "Need for ML training pipeline"`,
  );
  const id = /req-[0-9a-z]{6,12}/.exec(answer)?.[0];
  if (id === undefined || !answer.startsWith('Request submitted!')) {
    throw new Error(`not submitted: ${answer}`);
  }
  const card = await town.workspace.until(() => cardOf(town, id), { what: `the card of ${id}` });
  return { id, card };
};

/** The card of a request as it is now. */
export const cardOf = (town: Town, id: string): SeenMessage | undefined =>
  town.cards().find(({ text }) => text.includes(id));

/** Waits until the card says this. */
export const cardSays = (town: Town, id: string, words: string): Promise<SeenMessage> =>
  town.workspace.until(
    () => {
      const card = cardOf(town, id);
      return card?.text.includes(words) === true ? card : undefined;
    },
    { what: `the card of ${id} to say "${words}"` },
  );

/** Waits until the person has a direct message that says this. */
export const dmSays = (town: Town, person: Person, words: string): Promise<SeenMessage> =>
  town.workspace.until(() => person.dms().find(({ text }) => text.includes(words)), {
    what: `a direct message "${words}" to ${person.name}`,
  });

/** How often the image provisioner has provisioned. */
export const provisionings = ({ lambda }: Town): number =>
  lambda.invocations.filter(({ payload }) => JSON.stringify(payload).includes('"provision"'))
    .length;

/** Resolves when a function has been asked for this, as `provision`; it may not have answered. */
export const invoked = ({ lambda }: Town, action: string): Promise<void> =>
  eventually(
    () =>
      lambda.invocations.some(({ payload }) =>
        JSON.stringify(payload).includes(`"action":"${action}"`),
      ),
    `the invocation ${action}`,
  );
