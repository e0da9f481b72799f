import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { PersonSeed } from '../../app/sandbox/workspace/model/seed.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import { buildTown, type Town } from '../daemon/town.ts';
import { bundleDaemon } from './bundle-daemon.ts';
import { boss, config, joiner, trusted } from './extras.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { leavers, playWish, type Wish } from './scenario.ts';
import { type Asked, findContradictions } from './verify.ts';
import { findExpiryContradictions } from './whitelist-wish.ts';

/** One scenario with its kill. */
export interface Run {
  readonly wishes: readonly Wish[];
  /**
   * Where the daemon dies: by number, or by name. One that outlives the wishes is killed after them, unless it is `never`; that it
   * outlives a name is a problem.
   */
  readonly crashAt: string;
  /** Where the daemon after it dies, counted from its start. */
  readonly thenAt?: string;
}

/** What played runs show. */
export interface Played {
  /** Every contradiction and every fault; empty is good. */
  readonly problems: readonly string[];
  /** The points that the daemon that was armed last has passed. */
  readonly points: readonly string[];
  readonly deaths: number;
}

/** One for all towns of this process. */
const bundled = bundleDaemon();

/** Faster than Slack, so that nobody waits for what a dead daemon will not say. */
const timings = { acknowledgement: 700, ping: 2_000 };

const extra = (id: string): PersonSeed => ({
  id,
  name: id.toLowerCase(),
  realName: `Somebody ${id}`,
  email: `${id.toLowerCase()}@acme.example`,
  role: 'member',
});

const seed = {
  ...demoWorkspace,
  people: [...demoWorkspace.people, ...[...leavers, trusted, joiner, boss].map(extra)],
  channels: demoWorkspace.channels.map((channel) =>
    channel.isPrivate
      ? { ...channel, members: [...channel.members, ...leavers, boss] }
      : { ...channel, members: [...channel.members, trusted, joiner] },
  ),
};

/** The approvers who leave in these runs; each approver costs messages. */
const leaversIn = (runs: readonly Run[]): readonly string[] =>
  runs.flatMap(({ wishes }) =>
    wishes.flatMap((wish) =>
      wish.kind === 'image' && wish.treatment === 'the approver leaves' ? [wish.leaver] : [],
    ),
  );

/** Plays one run on a town whose daemon is up. Resolves with the envelopes that carried its requests. */
const playRun = async (
  town: Town,
  keeper: Keeper,
  skip: (by: number) => void,
  { wishes, crashAt, thenAt }: Run,
): Promise<{ readonly asked: readonly Asked[]; readonly failures: readonly string[] }> => {
  const before = keeper.deaths();
  await keeper.arm(crashAt);
  if (thenAt !== undefined) {
    keeper.armNext(thenAt);
  }
  const played = await Promise.allSettled(wishes.map((wish) => playWish(town, keeper, skip, wish)));
  if (crashAt.includes('#')) {
    await keeper.death(before + (thenAt?.includes('#') === true ? 2 : 1));
  }
  // What a denied request left waiting would otherwise meet the requests of later runs, all at once.
  town.lambda.faults.clear();
  town.workspace.faults.clear();
  const outlived = crashAt !== 'never' && keeper.deaths() === before;
  if (outlived) {
    await keeper.kill();
  }
  await keeper.ready();
  return {
    failures: [
      ...played.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])),
      ...(outlived && crashAt.includes('#') ? [`nobody died ${crashAt}`] : []),
    ],
    asked: played.flatMap((each, index) => {
      const wish = wishes[index];
      return each.status === 'fulfilled' && each.value !== undefined && wish && 'name' in wish
        ? [{ envelope: each.value, name: wish.name }]
        : [];
    }),
  };
};

const settle = async (keeper: Keeper): Promise<readonly string[]> => {
  const code = await keeper.stop();
  return code === 0 ? [] : [`the daemon ended with ${code}: ${keeper.errors()}`];
};

/** What looking found; that it could not look, because the ledger is unreadable for one, is a problem too. */
const orItsError = (looking: Promise<readonly string[]>): Promise<readonly string[]> =>
  looking.catch((error: unknown) => [describeError(error)]);

/** Keeps the ledger of a town that will be gone, for whoever finds out what happened there; says where it is. */
const keepLedger = async (town: Town): Promise<string> => {
  try {
    const kept = join(await mkdtemp(join(tmpdir(), 'quartermaster-crash-')), 'ledger.jsonl');
    await copyFile(join(town.folder, 'ledger.jsonl'), kept);
    return `the ledger is kept as ${kept}`;
  } catch (error) {
    return `the ledger is not kept: ${describeError(error)}`;
  }
};

/**
 * Plays runs one after the other in one town: the daemon that finished a run is the one that the next run kills, so that a run
 * costs one start. In the end the last daemon is drained, and all that is left must tell one story.
 */
export const play = async (runs: readonly Run[]): Promise<Played> => {
  const passed = { by: 0 };
  const skip = (by: number): void => {
    passed.by += by;
  };
  const whitelistClock = { ...systemClock, now: () => systemClock.now() + passed.by };
  const town = await buildTown({ entry: await bundled, timings, seed, whitelistClock, config });
  try {
    const keeper = await createKeeper(town, {
      ADMIN_USER_IDS: ['U0ALICE', 'U0AMIR', ...leaversIn(runs)].join(','),
      AUTO_APPROVE_TEAMS: 'trusted',
    });
    const failures: string[] = [];
    const asked: Asked[] = [];
    for (const run of runs) {
      const played = await playRun(town, keeper, skip, run);
      failures.push(...played.failures);
      asked.push(...played.asked);
    }
    const addresses = runs.flatMap(({ wishes }) =>
      wishes.flatMap((wish) => (wish.kind === 'whitelist' ? [wish.address] : [])),
    );
    const unsettled = await settle(keeper);
    const problems = [
      ...failures,
      ...unsettled,
      ...(await orItsError(findContradictions(town, asked))),
      ...(await orItsError(findExpiryContradictions(town, addresses))),
    ];
    return {
      problems: problems.length === 0 ? [] : [...problems, await keepLedger(town)],
      points: keeper.points(),
      deaths: keeper.deaths(),
    };
  } finally {
    await town.stop();
  }
};
