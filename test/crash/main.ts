import { parseArgs } from 'node:util';
import { play, type Run } from './play.ts';
import { createRandom } from './random.ts';
import { firstStory, randomWishes } from './scenario.ts';

/**
 * npm run test:crash -- [--runs N] [--seed S] [--at-once K] [--skip-story]: kills the daemon once at every point of the first
 * story, and the one after it at every point of going on with it; then plays N random scenarios with one kill each. Ends with exit
 * code 1 if anything contradicts itself.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '4' },
    'skip-story': { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const firstSeed = Number(values.seed);
const atOnce = Number(values['at-once']);
const begun = Date.now();
const seconds = (): string => `${((Date.now() - begun) / 1_000).toFixed(0)} s`;

interface Job {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Plays jobs, several at once; answers how many failed, and says how. */
const playAll = async (jobs: readonly Job[]): Promise<number> => {
  const waiting = [...jobs];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { problems, deaths } = await play(job.runs);
      if (problems.length > 0) {
        failed += 1;
        const lines = problems.map((problem) => `    ${problem}`);
        console.log([`✕ ${job.name} (${deaths} deaths)`, ...lines].join('\n'));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
};

/** Every point of the first story, each once. */
const playStory = async (): Promise<number> => {
  const calm = await play([{ wishes: firstStory, crashAt: 'never' }]);
  const { points } = calm;
  console.log(`the first story passes ${points.length} points`);
  const failed = await playAll(
    points.map((crashAt) => ({
      name: `killed ${crashAt}`,
      runs: [{ wishes: firstStory, crashAt }],
    })),
  );
  return failed + (calm.problems.length > 0 ? 1 : 0);
};

/** Where the first daemon leaves most to the next: each is a different thing to go on with. */
const unfinishedAt = [
  'after ledger attempt.received#1',
  'after ledger image.request.created#1',
  'after ledger image.request.approved#1',
  'before function provision#1',
  'after function provision#1',
  'before slack chat.update#1',
];

/** What the next daemon goes on with after each of those, killed at every point of it, each once. */
const playResumption = async (): Promise<number> => {
  const jobs: Job[] = [];
  for (const crashAt of unfinishedAt) {
    const { points, deaths } = await play([{ wishes: firstStory, crashAt, thenAt: 'never' }]);
    if (deaths !== 1) {
      console.log(`✕ nobody died ${crashAt}`);
      return 1;
    }
    jobs.push(
      ...points.map((thenAt) => ({
        name: `killed ${crashAt}, and the next ${thenAt}`,
        runs: [{ wishes: firstStory, crashAt, thenAt }],
      })),
    );
  }
  console.log(`going on after ${unfinishedAt.length} crashes passes ${jobs.length} points`);
  return playAll(jobs);
};

/** The points of a scenario of this many requests are about so many. */
const pointsPerWish = 60;

const randomRun = (seed: number): Run => {
  const random = createRandom(seed);
  const wishes = randomWishes(random, `wish-${seed}`);
  return { wishes, crashAt: String(1 + random.below(pointsPerWish * wishes.length)) };
};

const nameOf = (seed: number, { wishes, crashAt }: Run): string =>
  `seed ${seed}, killed at ${crashAt}: ${wishes
    .map(({ image, treatment, hindrance }) => `${image} ${treatment} (${hindrance})`)
    .join('; ')}`;

/** How many runs share a town. */
const runsPerTown = 8;

const playRandom = (): Promise<number> => {
  const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);
  const towns = Array.from({ length: Math.ceil(runs / runsPerTown) }, (_, index) =>
    seeds.slice(index * runsPerTown, (index + 1) * runsPerTown),
  );
  return playAll(
    towns.map((inTown) => ({
      name: inTown.map((seed) => nameOf(seed, randomRun(seed))).join('\n  '),
      runs: inTown.map(randomRun),
    })),
  );
};

let failed = 0;
if (!values['skip-story']) {
  failed += await playStory();
  console.log(`first story: ${failed} failed, ${seconds()}`);
  const unresumed = await playResumption();
  console.log(`going on: ${unresumed} failed, ${seconds()}`);
  failed += unresumed;
}
const failedTowns = await playRandom();
console.log(
  `random scenarios: ${runs} with one kill each, ${failedTowns} of ${Math.ceil(runs / runsPerTown)} towns not clean, ${seconds()}`,
);
process.exitCode = failed + failedTowns > 0 ? 1 : 0;
