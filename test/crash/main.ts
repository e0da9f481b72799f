import { parseArgs } from 'node:util';
import { storyOf } from './image-wish.ts';
import { play, type Run } from './play.ts';
import { createRandom } from './random.ts';
import { describeWish, mostRuns, randomWishes, type Wish } from './scenario.ts';

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
const runCount = Number(values.runs);
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

/** One job for so many runs, each with its name. */
const inTowns = (
  all: readonly { readonly name: string; readonly run: Run }[],
  runsPerTown = mostRuns,
): readonly Job[] =>
  Array.from({ length: Math.ceil(all.length / runsPerTown) }, (_, index) => {
    const these = all.slice(index * runsPerTown, (index + 1) * runsPerTown);
    return { name: these.map(({ name }) => name).join('\n  '), runs: these.map(({ run }) => run) };
  });

/** A story that is killed at each of its points, or at every so many of them: looks at what goes on are many and alike. */
interface Story {
  readonly name: string;
  readonly wishes: (name: string) => readonly Wish[];
  readonly every: number;
}

const stories: readonly Story[] = [
  { name: 'an image is requested, approved and provisioned', wishes: storyOf, every: 1 },
  {
    name: 'dev is stopped and started',
    wishes: () => [{ kind: 'environment', environment: 'dev', treatment: 'stop and start' }],
    every: 8,
  },
  {
    name: 'dev is torn down and brought back',
    wishes: () => [{ kind: 'environment', environment: 'dev', treatment: 'teardown and spinup' }],
    every: 8,
  },
];

const playStory = async ({ name, wishes, every }: Story): Promise<number> => {
  const calm = await play([{ wishes: wishes('calm'), crashAt: 'never' }]);
  // A name says where, whatever came before; a number, where the order of what goes on side by side may differ.
  const points =
    every === 1
      ? calm.points
      : calm.points.flatMap((_, index) => (index % every === 0 ? [String(index + 1)] : []));
  console.log(`${name}: ${points.length} of ${calm.points.length} points`);
  calm.problems.forEach((problem) => console.log(`✕ ${problem}`));
  const failed = await playAll(
    inTowns(
      points.map((crashAt, index) => ({
        name: `${name}, killed ${every === 1 ? crashAt : `at ${crashAt}`}`,
        run: { wishes: wishes(`story-${index}`), crashAt },
      })),
      // What is asked of Slack once and remembered then would not be asked again by a daemon that has lived.
      1,
    ),
  );
  return failed + (calm.problems.length > 0 ? 1 : 0);
};

const playStories = async (): Promise<number> => {
  let failed = 0;
  for (const story of stories) {
    failed += await playStory(story);
    console.log(`${story.name}: ${failed} failed so far, ${seconds()}`);
  }
  return failed;
};

const addressOf = (index: number): readonly Wish[] => [
  { kind: 'whitelist', address: `8.8.${Math.floor(index / 200)}.${1 + (index % 200)}` },
];

/** An address expires while no daemon lives; the next one is killed at every point of telling it, each once. */
const playExpiry = async (): Promise<number> => {
  const calm = await play([{ wishes: addressOf(0), crashAt: 'never', thenAt: 'never' }]);
  calm.problems.forEach((problem) => console.log(`✕ ${problem}`));
  const { points } = calm;
  console.log(`an address expires while the daemon is dead: ${points.length} points`);
  const failed = await playAll(
    inTowns(
      points.map((thenAt, index) => ({
        name: `an address expires, and the next daemon is killed ${thenAt}`,
        run: { wishes: addressOf(index), crashAt: 'never', thenAt },
      })),
      1,
    ),
  );
  return failed + (calm.problems.length > 0 ? 1 : 0);
};

/** Where the first daemon leaves most to the next: each is a different thing to go on with. */
const unfinishedAt = ['after ledger image.request.approved#1', 'after function provision#1'];

/** What the next daemon goes on with after each of those, killed at every point of it, each once. */
const playResumption = async (): Promise<number> => {
  const runs: { readonly name: string; readonly run: Run }[] = [];
  for (const crashAt of unfinishedAt) {
    const wishes = storyOf('calm');
    const { points, problems } = await play([{ wishes, crashAt, thenAt: 'never' }]);
    if (problems.length > 0) {
      console.log(`✕ killed ${crashAt}: ${problems.join('; ')}`);
      return 1;
    }
    for (const thenAt of points) {
      const name = `killed ${crashAt}, and the next ${thenAt}`;
      runs.push({ name, run: { wishes: storyOf(`again-${runs.length}`), crashAt, thenAt } });
    }
  }
  console.log(`going on after ${unfinishedAt.length} crashes passes ${runs.length} points`);
  return playAll(inTowns(runs));
};

/** The points of a scenario of this many requests are about so many. */
const pointsPerWish = 60;

const randomRun = (seed: number): Run => {
  const random = createRandom(seed);
  const wishes = randomWishes(random, seed);
  return { wishes, crashAt: String(1 + random.below(pointsPerWish * wishes.length)) };
};

const nameOf = (seed: number, { wishes, crashAt }: Run): string =>
  `seed ${seed}, killed at ${crashAt}: ${wishes.map(describeWish).join('; ')}`;

const playRandom = (): Promise<number> =>
  playAll(
    inTowns(
      Array.from({ length: runCount }, (_, index) => {
        const seed = firstSeed + index;
        const run = randomRun(seed);
        return { name: nameOf(seed, run), run };
      }),
    ),
  );

let failed = 0;
if (!values['skip-story']) {
  failed += await playStories();
  failed += await playExpiry();
  failed += await playResumption();
  console.log(`stories, expiry and going on: ${failed} failed, ${seconds()}`);
}
const failedTowns = await playRandom();
console.log(
  `random scenarios: ${runCount} with one kill each, ${failedTowns} of ${Math.ceil(runCount / mostRuns)} towns not clean, ${seconds()}`,
);
process.exitCode = failed + failedTowns > 0 ? 1 : 0;
