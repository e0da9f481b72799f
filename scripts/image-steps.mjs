#!/usr/bin/env node
/**
 * Runs the steps of the Dockerfile in a clean folder, for machines without a Docker engine: every stage is a folder,
 * COPY copies, RUN runs. It reads the Dockerfile itself, so the two cannot drift apart. What it cannot show: the base
 * image, and that the process really runs as the user. Then it looks at the result: nothing of the sandbox or of the
 * development dependencies is in it, and the daemon in it starts and complains about its configuration (exit 78).
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const root = dirname(import.meta.dirname);
const work = mkdtempSync(join(tmpdir(), 'quartermaster-image-'));
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n');

const fail = (message) => {
  console.error(`image-steps: ${message}`);
  rmSync(work, { recursive: true, force: true });
  process.exit(1);
};

const isInContext = (path) => {
  const name = relative(root, path);
  return !ignored.some((each) => name === each || name.startsWith(`${each}/`));
};

const stages = new Map();
let stage;

const inStage = (path) =>
  join(stage.folder, path.startsWith('/') ? path : join(stage.workdir, path));

const instructions = {
  FROM: (rest) => {
    const name = / AS (\S+)$/i.exec(rest)?.[1] ?? String(stages.size);
    stage = { folder: join(work, name), workdir: '/', env: {}, cmd: undefined };
    mkdirSync(stage.folder, { recursive: true });
    stages.set(name, stage);
  },
  WORKDIR: (rest) => {
    stage.workdir = rest;
    mkdirSync(inStage('.'), { recursive: true });
  },
  ENV: (rest) =>
    Object.assign(stage.env, Object.fromEntries(rest.split(' ').map((pair) => pair.split('=')))),
  COPY: (rest) => {
    const words = rest.split(' ');
    const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
    const base = from === undefined ? root : stages.get(from)?.folder;
    const paths = words.slice(from === undefined ? 0 : 1);
    const target = paths.pop();
    for (const path of paths) {
      const source = join(base, path);
      const isFolderTarget = target.endsWith('/');
      const to = inStage(isFolderTarget ? join(target, path.split('/').at(-1)) : target);
      if (!existsSync(source)) {
        fail(`COPY ${path}: not there`);
      }
      cpSync(source, to, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (each) => from !== undefined || isInContext(each),
      });
    }
  },
  RUN: (rest) => {
    // There is no user `node` here, and nothing to give away.
    const command = rest.replace(/ && chown node:node \S+/, '');
    console.log(`image-steps: RUN ${command}`);
    const done = spawnSync('sh', ['-c', command], {
      cwd: inStage('.'),
      env: { ...process.env, ...stage.env },
      stdio: 'inherit',
    });
    if (done.status !== 0) {
      fail(`RUN ${command}: exit ${done.status}`);
    }
  },
  CMD: (rest) => {
    stage.cmd = JSON.parse(rest);
  },
  USER: () => undefined,
  EXPOSE: () => undefined,
  HEALTHCHECK: () => undefined,
};

for (const line of lines.filter((each) => each !== '' && !each.startsWith('#'))) {
  const [name, ...rest] = line.split(' ');
  (instructions[name] ?? (() => fail(`unknown instruction ${name}`)))(rest.join(' '));
}

const app = inStage('.');
if (!lines.some((line) => /^USER (?!root)/.test(line))) {
  fail('the image would run as root');
}
for (const unwanted of [
  'dist/app/sandbox',
  'node_modules/jest',
  'node_modules/typescript',
  'node_modules/ws',
  'app',
  'lib',
  'test',
]) {
  if (existsSync(join(app, unwanted))) {
    fail(`${unwanted} is in the image`);
  }
}
const started = spawnSync(stage.cmd[0], stage.cmd.slice(1), {
  cwd: app,
  env: { PATH: process.env.PATH, ...stage.env },
  encoding: 'utf8',
  timeout: 30_000,
});
if (started.status !== 78 || !started.stderr.includes('SLACK_BOT_TOKEN')) {
  fail(
    `the daemon should exit 78 without a configuration; it ended with ${started.status}: ${started.stderr}`,
  );
}
console.log(
  `image-steps: ok, ${readdirSync(join(app, 'node_modules')).length} packages beside dist`,
);
rmSync(work, { recursive: true, force: true });
