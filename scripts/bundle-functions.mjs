#!/usr/bin/env node
/**
 * Bundles each function that runs in Lambda into one file of dist/functions, with the pinned AWS SDK in it: the runtime's own would be
 * another version every week. An argument is another folder to write to. Set a function's handler to `<name>.handler`.
 */
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);

const { outputFiles: _, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['orchestrator', 'ip-whitelist'].map((name) => ({
    in: join('app', 'functions', `${name}-lambda.ts`),
    out: name,
  })),
  outdir: process.argv[2] ?? join('dist', 'functions'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  // Some packages are CommonJS inside and ask for `require`, which a module of this format does not have.
  banner: {
    js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
  },
});
for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  if (file.endsWith('.mjs')) {
    console.log(`bundle-functions: ${file}, ${Math.round(bytes / 1024)} KiB`);
  }
}
