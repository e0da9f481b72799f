import { fileURLToPath } from 'node:url';
import { buildTown } from '../daemon/town.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { playWish, type Wish } from './scenario.ts';
import { findContradictions } from './verify.ts';

/** What a played scenario shows. */
export interface Played {
  /** Every contradiction and every fault; empty is good. */
  readonly problems: readonly string[];
  /** The points that the first daemon passed. */
  readonly points: readonly string[];
  readonly deaths: number;
}

const entry = fileURLToPath(new URL('./crashing-daemon.js', import.meta.url));

/** Faster than Slack, so that nobody waits for what a dead daemon will not say. */
const timings = { acknowledgement: 700, ping: 2_000 };

const settle = async (keeper: Keeper): Promise<readonly string[]> => {
  await keeper.ready();
  const code = await keeper.stop();
  return code === 0 ? [] : [`the daemon ended with ${code}: ${keeper.errors()}`];
};

/**
 * Plays the wishes side by side against a daemon that dies at `crashAt`, finishes them with the next one, and looks for
 * contradictions. A daemon that outlives the wishes is killed at the end, so that every run restarts once.
 */
export const play = async (
  wishes: readonly Wish[],
  crashAt: string | undefined,
  killAtEnd = true,
): Promise<Played> => {
  const town = await buildTown({ entry, timings });
  try {
    const keeper = await createKeeper(town, crashAt);
    const played = await Promise.allSettled(wishes.map((wish) => playWish(town, keeper, wish)));
    if (killAtEnd && keeper.deaths() === 0) {
      await keeper.kill();
    }
    const unsettled = await settle(keeper);
    const failures = played.flatMap((each) =>
      each.status === 'rejected' ? [String(each.reason)] : [],
    );
    const envelopes = played.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    return {
      problems: [...failures, ...unsettled, ...(await findContradictions(town, envelopes))],
      points: keeper.points(),
      deaths: keeper.deaths(),
    };
  } finally {
    await town.stop();
  }
};
