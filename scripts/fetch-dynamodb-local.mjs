#!/usr/bin/env node
/**
 * Puts DynamoDB Local into node_modules/.cache/dynamodb-local, for the tests of test/dynamodb: the jar that the npm package
 * amplify-dynamodb-simulator carries, and nothing of the package else (installed, it would bring 280 more). The tarball must be the
 * pinned one, bit by bit. Where it is there already, nothing is done. Amazon licenses DynamoDB Local for development and tests.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const name = 'amplify-dynamodb-simulator';
const version = '2.9.30';
const integrity =
  'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';

const cache = join(dirname(import.meta.dirname), 'node_modules', '.cache');
const target = join(cache, 'dynamodb-local');

const run = (command, args, cwd) => {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit ${status}`}`);
  }
};

if (existsSync(join(target, 'DynamoDBLocal.jar'))) {
  console.log(`fetch-dynamodb-local: ${target} is there`);
  process.exit(0);
}
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(join(cache, 'fetching-'));
try {
  run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], work);
  const tarball = join(work, `${name}-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`${name}@${version} is not what it was: ${found}`);
  }
  run('tar', ['-xzf', tarball, 'package/emulator'], work);
  rmSync(target, { recursive: true, force: true });
  renameSync(join(work, 'package', 'emulator'), target);
  console.log(`fetch-dynamodb-local: ${target}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
