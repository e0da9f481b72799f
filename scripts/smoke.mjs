#!/usr/bin/env node
/**
 * Starts what `npm start` starts, as a new user would, plays a command on its page, asks the daemon for its health, and
 * stops it as Ctrl-C does: everything must be well, and nothing may be left behind.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const limit = setTimeout(() => {
  console.error('smoke: not done within 120 s');
  stop('SIGKILL');
  process.exit(1);
}, 120_000);

// A group of its own, so that it can be interrupted as Ctrl-C in a terminal does: npm does not pass signals on.
const child = spawn('npm', ['start', '--', '--json', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const stop = (signal) => process.kill(-child.pid, signal);
const ended = new Promise((resolve) => child.once('close', (code) => resolve(code)));
const ready = await new Promise((resolve, reject) => {
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(`smoke: ${line}`);
    if (line.includes('"sandbox.ready"')) {
      resolve(JSON.parse(line));
    }
  });
  ended.then((code) => reject(new Error(`it ended with ${code} before it was ready`)));
});

const expectText = (what, text, words) => {
  if (!text.includes(words)) {
    console.error(`smoke: ${what} does not say "${words}":\n${text.slice(0, 4_000)}`);
    stop('SIGKILL');
    process.exit(1);
  }
};

const health = await fetch(new URL('/health', ready.daemonHttp));
expectText('health', await health.text(), '"status":"healthy"');

const conversation = new URL('/as/U0DANA/in/C0GENERAL', ready.page);
const page = await (await fetch(conversation)).text();
expectText('the page', page, 'Dana');
/** Types `/infra status dev` as Dana; resolves when the conversation says `words`. */
const askStatus = async (words) => {
  await fetch(new URL(`${conversation.pathname}/message`, conversation), {
    method: 'POST',
    headers: { origin: conversation.origin },
    body: new URLSearchParams({ text: '/infra status dev' }),
  });
  let seen = '';
  for (let tries = 0; tries < 50 && !seen.includes(words); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen = await (await fetch(conversation)).text();
  }
  expectText('the conversation', seen, words);
};
await askStatus('Infrastructure Status: DEV');

const switched = await fetch(new URL('/control/cloud', ready.page), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ unavailable: true }),
});
expectText('the control', await switched.text(), '"unavailable":true');
await askStatus('The cloud did not answer (switched off in the sandbox)');

stop('SIGINT');
// npm ends by the signal itself; that the sandbox and the daemon have ended too shows in the closed pipe and the folder.
await ended;
clearTimeout(limit);
if (existsSync(dirname(ready.ledger))) {
  console.error('smoke: the state folder is still there');
  process.exit(1);
}
console.log('smoke: ok');
