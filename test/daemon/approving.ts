import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { answerAfter, ask, cardOf } from './asking.ts';
import { mention, tell } from './mentioning.ts';
import { general, type Town } from './town.ts';

/** Somebody decides on a request in one way; resolves with the answer that they get. */
export type Way = (town: Town, person: Person, id: string) => Promise<string>;

const cardFor = (town: Town, id: string): SeenMessage => {
  const card = cardOf(town, id);
  if (card === undefined) {
    throw new Error(`no card of ${id}`);
  }
  return card;
};

/** Fills the field that the command left open, and sends the form. */
const sendForm = async (town: Town, person: Person, id: string): Promise<string> => {
  const modal = await town.workspace.until(() => person.modal, { what: 'the form' });
  const label = modal.fields.find(({ blockId }) => blockId === 'id')?.label ?? '';
  return answerAfter(town, person, () => person.submits({ [label]: id }));
};

/** Every way to approve; all but the first are open to whoever does not see #image-approvals. */
export const waysToApprove: readonly (readonly [string, Way])[] = [
  [
    'the button of its card',
    (town, person, id) => {
      const card = cardFor(town, id);
      return answerAfter(town, person, () => person.clicks(card, '✅ Approve', { asSeen: true }));
    },
  ],
  ['a command', (town, person, id) => ask(town, person, `/request-image approve ${id}`)],
  [
    'a form',
    async (town, person, id) => {
      await person.types(general, '/request-image approve');
      return sendForm(town, person, id);
    },
  ],
  [
    'a mention',
    async (town, person, id) =>
      (await mention(town, person, `@quartermaster request-image approve ${id}`)).text,
  ],
  [
    'a mention of the operation on whatever request',
    async (town, person, id) =>
      (await mention(town, person, `@quartermaster request approve ${id}`)).text,
  ],
  [
    'a direct message',
    async (town, person, id) => (await tell(town, person, `request-image approve ${id}`)).text,
  ],
  [
    'the form behind the button that a mention is answered with',
    async (town, person, id) => {
      const answer = await mention(town, person, '@quartermaster request-image approve');
      await person.clicks(answer, answer.buttons[0]?.label ?? '');
      return sendForm(town, person, id);
    },
  ],
];

/** Every way to begin to deny without a reason; each must be answered at once where it may not be. */
export const waysToDeny: readonly (readonly [string, Way])[] = [
  [
    'the button of its card',
    (town, person, id) => {
      const card = cardFor(town, id);
      return answerAfter(town, person, () => person.clicks(card, '❌ Deny'));
    },
  ],
  ['a command', (town, person, id) => ask(town, person, `/request-image deny ${id}`)],
  [
    'a mention',
    async (town, person, id) => {
      const answer = await mention(town, person, `@quartermaster request-image deny ${id}`);
      return withButtons(answer);
    },
  ],
  [
    'a mention of the operation on whatever request',
    async (town, person, id) =>
      withButtons(await mention(town, person, `@quartermaster request deny ${id}`)),
  ],
  [
    'a direct message',
    async (town, person, id) => withButtons(await tell(town, person, `request-image deny ${id}`)),
  ],
];

/** The text with its buttons, because a form cannot open by itself after a message: a button would offer it. */
const withButtons = ({ text, buttons }: SeenMessage): string =>
  [text, ...buttons.map(({ label }) => `[${label}]`)].join('\n');
