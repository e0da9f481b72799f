import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const policies = join(here, '..', '..', 'lib', 'policy');

/**
 * Joins the built daemon that crashes into one file, which starts in half of the time that its thousand modules take: most of what
 * a run costs is a start. Resolves with its path.
 */
export const bundleDaemon = async (): Promise<string> => {
  const folder = join(here, 'bundle');
  await build({
    entryPoints: [join(here, 'crashing-daemon.js')],
    outfile: join(folder, 'crashing-daemon.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // They bring WebAssembly and native code, which they look for beside themselves.
    external: ['@cedar-policy/cedar-wasm', 'fs-native-extensions'],
    // Some packages are CommonJS inside and ask for what a module of this format does not have.
    banner: {
      js: [
        "import { createRequire as createRequireOf } from 'node:module';",
        'const require = createRequireOf(import.meta.url);',
        'const __dirname = import.meta.dirname;',
        'const __filename = import.meta.filename;',
      ].join(' '),
    },
  });
  const beside = ['default.cedar', 'schema.cedarschema'];
  await Promise.all(beside.map((name) => copyFile(join(policies, name), join(folder, name))));
  return join(folder, 'crashing-daemon.mjs');
};
