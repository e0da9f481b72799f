import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { tameRuntime } from '../../app/daemon/tame-runtime.ts';
import { clockByFile } from '../daemon/skipping.ts';
import { crashSeams } from './crash-points.ts';

/**
 * The daemon as it is, but for counting the points that it passes and dying by SIGKILL at one of them, which has a number among
 * all points or is called `<name>#<occurrence>`: from its start on if CRASH_AT names it (or is `never`), or from SIGUSR2 on, at the
 * one that the file `crash-at` in its folder names. Each point is a JSON line on standard output.
 */
const atStart = process.env['CRASH_AT'];
const occurrences = new Map<string, number>();
const counted = { all: 0, on: atStart !== undefined, crashAt: atStart };

const say = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
};

process.on('SIGUSR2', () => {
  counted.crashAt = readFileSync('crash-at', 'utf8');
  counted.on = true;
  say('crash.counting');
});

const atPoint = (name: string): void => {
  if (!counted.on) {
    return;
  }
  counted.all += 1;
  const occurrence = (occurrences.get(name) ?? 0) + 1;
  occurrences.set(name, occurrence);
  const point = `${name}#${occurrence}`;
  say('crash.point', { point });
  if (counted.crashAt === point || counted.crashAt === String(counted.all)) {
    process.kill(process.pid, 'SIGKILL');
  }
};

tameRuntime();
// Half of a short life would go into making the policy's WebAssembly faster than it needs to be.
setFlagsFromString('--liftoff-only');
const { runDaemon } = await import('../../app/daemon/run-daemon.ts');
await runDaemon(process.env, { ...crashSeams(atPoint), clock: clockByFile });
