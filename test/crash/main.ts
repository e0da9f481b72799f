import { parseArgs } from 'node:util';
import { play } from './play.ts';
import { createRandom } from './random.ts';
import { firstStory, randomWishes } from './scenario.ts';

/**
 * npm run test:crash -- [--runs N] [--seed S] [--at-once K] [--skip-story]: kills the daemon once at every point of the first
 * story, then plays N random scenarios with one kill each. Ends with exit code 1 if anything contradicts itself.
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

/** Plays what `next` gives, several at once, until it gives nothing more; answers how many failed. */
const playAll = async (
  next: () => { readonly name: string; readonly run: () => ReturnType<typeof play> } | undefined,
): Promise<number> => {
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let job = next(); job !== undefined; job = next()) {
      const { problems, deaths } = await job.run();
      if (problems.length > 0) {
        failed += 1;
        console.log(
          `✕ ${job.name} (${deaths} deaths)\n${problems.map((problem) => `    ${problem}`).join('\n')}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
};

/** Every point of the first story, each once. */
const playStory = async (): Promise<number> => {
  const calm = await play(firstStory, undefined, false);
  const points = [...calm.points];
  console.log(`the first story passes ${points.length} points`);
  const failed = await playAll(() => {
    const point = points.shift();
    return point === undefined
      ? undefined
      : { name: `killed ${point}`, run: () => play(firstStory, point) };
  });
  return failed + (calm.problems.length > 0 ? 1 : 0);
};

/** The points of a scenario of this many requests are about so many. */
const pointsPerWish = 60;

const playRandom = async (): Promise<number> => {
  let played = 0;
  return playAll(() => {
    if (played === runs) {
      return undefined;
    }
    const seed = firstSeed + played;
    played += 1;
    const random = createRandom(seed);
    const wishes = randomWishes(random);
    const crashAt = String(1 + random.below(pointsPerWish * wishes.length));
    const name = `seed ${seed}: ${wishes.map(({ image, treatment }) => `${image} ${treatment}`).join(', ')}; killed at ${crashAt}`;
    return { name, run: () => play(wishes, crashAt) };
  });
};

const storyFailures = values['skip-story'] ? 0 : await playStory();
console.log(`first story: ${storyFailures} failed, ${seconds()}`);
const randomFailures = await playRandom();
console.log(`random scenarios: ${runs - randomFailures} of ${runs} clean, ${seconds()}`);
process.exitCode = storyFailures + randomFailures > 0 ? 1 : 0;
