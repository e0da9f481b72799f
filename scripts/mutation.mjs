#!/usr/bin/env node
/**
 * node scripts/mutation.mjs [folder of lib …] [-- options of Stryker]: mutation testing of these folders, one after the other; command,
 * policy and request unless told otherwise. Ends with 1 if one of them does not reach the score in stryker.config.json.
 *
 * The tests of a folder are joined into one file first: Jest loads each file's modules anew, and so the policy's WebAssembly, and for
 * thousands of mutants that is nearly all of the time.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Play whole workflows by chance: for one mutant they take longer than all others together. */
const tooLong = ['workflow.property.test.ts'];

const args = process.argv.slice(2);
const end = args.indexOf('--');
const named = end === -1 ? args : args.slice(0, end);
const options = end === -1 ? [] : args.slice(end + 1);
const folders = named.length === 0 ? ['command', 'policy', 'request'] : named;

const run = (folder) => {
  const path = join('lib', folder);
  const suite = join(path, 'all.suite.ts');
  const tests = readdirSync(path).filter(
    (name) => name.endsWith('.test.ts') && !tooLong.includes(name),
  );
  writeFileSync(suite, tests.map((name) => `import './${name}';\n`).join(''));
  try {
    // Stryker splits at commas, so that braces cannot hold several endings.
    const mutate = ['', '.test', '.fixture', '.suite']
      .map((ending) => `${ending && '!'}${path}/**/*${ending}.ts`)
      .join(',');
    const { status } = spawnSync('npx', ['stryker', 'run', '--mutate', mutate, ...options], {
      stdio: 'inherit',
    });
    return status ?? 1;
  } finally {
    rmSync(suite, { force: true });
  }
};

process.exitCode = folders.map(run).some((status) => status !== 0) ? 1 : 0;
