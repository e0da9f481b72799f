#!/usr/bin/env node
/**
 * Measures the built daemon over real sockets on this machine: start to ready, time to the acknowledgement one by one and
 * under load, and memory. Usage: npm run bench -- [--commands N] [--at-once N]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '500' },
    'at-once': { type: 'string', default: '50' },
  },
});
const commands = Number(values.commands);
const atOnce = Number(values['at-once']);
const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

const { startWorkspace } = await dist('app/sandbox/workspace/workspace.js');
const { demoWorkspace } = await dist('app/sandbox/workspace/demo-workspace.js');
const { startLambdaEndpoint } = await dist('app/sandbox/lambda/lambda-endpoint.js');
const { createSimulatedCloud } = await dist('app/sandbox/cloud/simulated-cloud.js');
const { createSimulatedRegistry } = await dist('app/sandbox/cloud/simulated-registry.js');
const { createOrchestrator } = await dist('app/functions/orchestrator.js');
const { createImageProvisioner } = await dist('app/functions/image-provisioner.js');
const { systemClock } = await dist('lib/kernel/clock.js');

const folder = mkdtempSync(join(tmpdir(), 'quartermaster-bench-'));
// One person stands for many here.
writeFileSync(
  join(folder, 'quartermaster.yaml'),
  'limits: { changes_per_person_per_minute: 10000 }\n',
);
// The daemon's own speed is measured, and not Slack's.
const workspace = await startWorkspace({ ...demoWorkspace, port: 0, rateLimits: false });
const lambda = await startLambdaEndpoint({
  port: 0,
  functions: {
    orchestrator: createOrchestrator({ cloud: createSimulatedCloud(systemClock) }),
    'image-provisioner': createImageProvisioner({
      registry: createSimulatedRegistry(systemClock),
      organization: 'acme',
    }),
  },
});
const begun = performance.now();
const daemon = spawn(
  process.execPath,
  [new URL('../dist/app/daemon/main.js', import.meta.url).pathname],
  {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_NO_WARNINGS: '1',
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
      APPROVAL_CHANNEL_ID: 'C0APPROVALS',
      ADMIN_USER_IDS: 'U0ALICE',
      ORCHESTRATOR_LAMBDA_ARN: lambda.arnOf('orchestrator'),
      IMAGE_PROVISIONER_LAMBDA_ARN: lambda.arnOf('image-provisioner'),
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ACCESS_KEY_ID: 'not-a-real-key-id',
      AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-key',
      PORT: '0',
      LOG_LEVEL: 'error',
    },
  },
);
await new Promise((resolve, reject) => {
  let text = '';
  daemon.stdout.on('data', (chunk) => {
    text += chunk;
    if (text.includes('"daemon.ready"')) {
      resolve();
    }
  });
  daemon.once('exit', (code) => reject(new Error(`the daemon ended with ${code}: ${text}`)));
});
const ready = performance.now() - begun;

const rss = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1] ?? 0) /
  1024;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const tell = (name, times) => {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `${name}: p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms, max ${sorted.at(-1).toFixed(1)} ms (${sorted.length})`,
  );
};
const dana = workspace.person('U0DANA');
const timed = async (text) => {
  const start = performance.now();
  const { outcome } = await dana.types('C0GENERAL', text);
  if (outcome !== 'acknowledged') {
    throw new Error(`${text}: ${outcome}`);
  }
  return performance.now() - start;
};
const one = async (make, count) => {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    times.push(await timed(make(index)));
  }
  return times;
};
const many = async (make, count) => {
  const times = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      times.push(await timed(make(next)));
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1000;
  return { times, rate: count / seconds };
};
const request = (index) =>
  `/request-image go:latest --name bench-${index} --justification "measured by the bench"`;

console.log(`start to ready: ${ready.toFixed(0)} ms, memory ${rss().toFixed(0)} MB`);
await one(() => '/infra status dev', 20);
tell('acknowledged, a read, one by one', await one(() => '/infra status dev', 100));
tell('acknowledged, a change, one by one', await one((index) => request(index), 100));
const load = await many((index) => request(1_000 + index), commands);
tell(`acknowledged, changes, ${atOnce} at once`, load.times);
console.log(
  `changes acknowledged per second: ${load.rate.toFixed(0)}, memory ${rss().toFixed(0)} MB`,
);

daemon.kill('SIGTERM');
await new Promise((resolve) => daemon.once('exit', resolve));
await Promise.all([workspace.stop(), lambda.stop()]);
rmSync(folder, { recursive: true, force: true });
