import { runDaemon } from '../../app/daemon/run-daemon.ts';
import { crashSeams } from './crash-points.ts';

/**
 * The daemon as it is, but for counting the points that it passes, from SIGUSR2 on, and dying by SIGKILL at the one that
 * CRASH_AT names: a number among all points, or `<name>#<occurrence>`. Each point is a JSON line on standard output.
 */
const crashAt = process.env['CRASH_AT'];
const occurrences = new Map<string, number>();
const counted = { all: 0, on: false };

const say = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
};

process.on('SIGUSR2', () => {
  counted.on = true;
  say('crash.counting');
});

await runDaemon(
  process.env,
  crashSeams((name) => {
    if (!counted.on) {
      return;
    }
    counted.all += 1;
    const occurrence = (occurrences.get(name) ?? 0) + 1;
    occurrences.set(name, occurrence);
    const point = `${name}#${occurrence}`;
    say('crash.point', { point });
    if (crashAt === point || crashAt === String(counted.all)) {
      process.kill(process.pid, 'SIGKILL');
    }
  }),
);
