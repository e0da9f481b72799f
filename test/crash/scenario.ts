import type { Town } from '../daemon/town.ts';
import {
  type EnvironmentWish,
  playEnvironmentWish,
  randomEnvironmentWish,
} from './environment-wish.ts';
import type { ImageWish } from './image-treatments.ts';
import { playImageWish, randomImageWish } from './image-wish.ts';
import type { Keeper } from './keeper.ts';
import type { Random } from './random.ts';
import { patiences, playWaitingWish, type WaitingWish } from './waiting-wish.ts';
import { playWhitelistWish, type WhitelistWish } from './whitelist-wish.ts';

/** One thing that somebody wants in a scenario. */
export type Wish = ImageWish | WaitingWish | EnvironmentWish | WhitelistWish;

const mostImages = 3;

/** How many scenarios with leavers of their own a town can have, one after the other. */
export const mostRuns = 8;

/** Approvers who can leave the workspace, each once. */
export const leavers = Array.from(
  { length: mostRuns * mostImages },
  (_, index) => `U0LEAVER${index}`,
);

/** Images, environments and addresses by chance, as the seed has it: a town may have all of so many consecutive seeds. */
export const randomWishes = (random: Random, seed: number): readonly Wish[] => {
  if (random.chance(0.15)) {
    const [name, image] = [`wish-${seed}-0`, random.pick(['go:latest', 'node:latest'])];
    return [{ kind: 'waiting', name, image, patience: random.pick(patiences) }];
  }
  const images = Array.from({ length: 1 + random.below(mostImages) }, (_, index) =>
    randomImageWish(
      random,
      `wish-${seed}-${index}`,
      `U0LEAVER${(seed % mostRuns) * mostImages + index}`,
    ),
  );
  const environments = random.chance(0.2)
    ? [randomEnvironmentWish(random, random.pick(['dev', 'staging']))]
    : [];
  return [...images, ...environments];
};

/** A wish in few words. */
export const describeWish = (wish: Wish): string => {
  switch (wish.kind) {
    case 'image':
      return `${wish.image} ${wish.treatment} (${wish.hindrance})`;
    case 'waiting':
      return `${wish.image} waits ${wish.patience}`;
    case 'environment':
      return `${wish.environment} ${wish.treatment}`;
    case 'whitelist':
      return `${wish.address} expires`;
    default:
      return wish satisfies never;
  }
};

/** Plays one wish to its end. Resolves with the envelope that carried it, where it must have made one request. */
export const playWish = async (
  town: Town,
  keeper: Keeper,
  skip: (by: number) => void,
  wish: Wish,
): Promise<string | undefined> => {
  switch (wish.kind) {
    case 'image':
      return playImageWish(town, keeper, wish);
    case 'waiting':
      return playWaitingWish(town, keeper, wish);
    case 'environment':
      await playEnvironmentWish(town, keeper, wish);
      return undefined;
    case 'whitelist':
      await playWhitelistWish(town, keeper, skip, wish);
      return undefined;
    default:
      return wish satisfies never;
  }
};
