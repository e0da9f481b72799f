import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createDaemonProcess } from './daemon-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'daemon-process-'));

afterAll(() => rmSync(folder, { recursive: true }));

const setUp = (name: string, source: string) => {
  const script = join(folder, `${name}.mjs`);
  writeFileSync(script, source);
  const clock = createManualClock();
  const logFile = join(folder, `${name}.log`);
  const daemon = createDaemonProcess({
    script,
    environment: { GREETING: 'hello' },
    workingFolder: folder,
    logFile,
    onLine: () => undefined,
    clock,
  });
  return { daemon, clock, log: () => readFileSync(logFile, 'utf8') };
};

const runs = `
  console.log(JSON.stringify({ event: 'http.listening', port: 4321, greeting: process.env.GREETING }));
  console.log(JSON.stringify({ event: 'daemon.ready' }));
  setInterval(() => {}, 1000);
`;

describe('the daemon as a child process', () => {
  it('is ready when it says so, and ends when it is told to', async () => {
    const { daemon, log } = setUp('runs', runs);
    await expect(daemon.start()).resolves.toEqual({ kind: 'ready', url: 'http://127.0.0.1:4321' });
    expect(daemon.lines()).toHaveLength(2);
    expect(log()).toContain('"greeting":"hello"');
    await daemon.stop();
    expect(daemon.state()).toMatchObject({ kind: 'ended', signal: 'SIGTERM', asked: true });
  });

  it('that cannot start ends with its exit code and what it complained about', async () => {
    const { daemon } = setUp('fails', `console.error('PORT: wrong'); process.exitCode = 78;`);
    await expect(daemon.start()).resolves.toEqual({
      kind: 'ended',
      code: 78,
      signal: null,
      asked: false,
      errors: 'PORT: wrong',
    });
  });

  it('is ended by force when it does not drain in time', async () => {
    const { daemon, clock } = setUp('stays', `process.on('SIGTERM', () => {}); ${runs}`);
    await daemon.start();
    const stopped = daemon.stop();
    await clock.advance(15_000);
    await stopped;
    expect(daemon.state()).toMatchObject({ kind: 'ended', signal: 'SIGKILL' });
  });

  it('can be started anew, once for all who ask at the same time', async () => {
    const { daemon } = setUp('again', runs);
    await daemon.start();
    const restarts = await Promise.all([daemon.restart(), daemon.restart()]);
    expect(restarts.map(({ kind }) => kind)).toEqual(['ready', 'ready']);
    expect(daemon.lines()).toHaveLength(4);
    await daemon.stop();
  });

  it('tells of its lines and of its end', async () => {
    const { daemon } = setUp('tells', runs);
    await daemon.start();
    const states: string[] = [];
    const unsubscribe = daemon.onChange(() => states.push(daemon.state().kind));
    await daemon.stop();
    unsubscribe();
    await daemon.start();
    await daemon.stop();
    expect(states).toEqual(['ended']);
  });
});
