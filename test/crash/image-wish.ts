import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { Town } from '../daemon/town.ts';
import { trusted } from './extras.ts';
import { type Hindrance, hindrances, type ImageWish, treatments } from './image-treatments.ts';
import type { Keeper } from './keeper.ts';
import { insist } from './people.ts';
import type { Random } from './random.ts';
import { commandFor, idOf, seeToTheEnd, treat } from './treat-image.ts';

/** The story that everybody knows: one request, one approval. */
export const storyOf = (name: string): readonly ImageWish[] => [
  {
    kind: 'image',
    name,
    image: 'python:latest-dev',
    treatment: 'one approves',
    hindrance: 'nothing',
    leaver: 'U0LEAVER0',
  },
];

/** A request by chance; `name` is its custom name. */
export const randomImageWish = (random: Random, name: string, leaver: string): ImageWish => ({
  kind: 'image',
  name,
  image: random.pick(['python:latest-dev', 'go:latest', 'node:latest', 'wolfi-base:latest']),
  treatment: random.pick(treatments),
  hindrance: random.pick(hindrances),
  leaver,
});

const hinder = ({ lambda, workspace }: Town, hindrance: Hindrance): void => {
  switch (hindrance) {
    case 'the answer is lost':
      return lambda.faults.next('answer-lost', { action: 'provision' });
    case 'the function throws when it is done':
      return lambda.faults.next('throws-after-running', { action: 'provision' });
    case 'the directory is down':
      return workspace.faults.next('users.info', { kind: 'http', status: 503 }, 3);
    case 'nothing':
      return undefined;
    default:
      return hindrance satisfies never;
  }
};

/** Who asks: dana, unless the treatment wants somebody of a trusted team. */
const requesterOf = ({ workspace, dana }: Town, { treatment }: ImageWish): Person =>
  treatment === 'nobody need approve' ? workspace.person(trusted) : dana;

const glass = ({ treatment }: ImageWish): string =>
  treatment === 'the glass is broken' ? ' --break-glass "INC-1: the shop is down"' : '';

/** Plays it to its end, repeating what Slack says has failed. Resolves with the envelope that carried the request. */
export const playImageWish = async (
  town: Town,
  keeper: Keeper,
  wish: ImageWish,
): Promise<string> => {
  const requester = requesterOf(town, wish);
  const envelope = await insist(keeper, requester, `${commandFor(wish)}${glass(wish)}`);
  const id = await idOf(town, wish.name);
  hinder(town, wish.hindrance);
  await treat(town, keeper, wish, id);
  await seeToTheEnd(town, keeper, requester, id);
  return envelope;
};
