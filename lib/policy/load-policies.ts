import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, Fault } from '../kernel/errors.ts';
import { createPolicy } from './create-policy.ts';
import type { LoadedPolicy } from './policy.ts';
import type { PolicySource } from './policy-source.ts';

/** Where the policies of the house come from besides those that ship with it. */
export interface PolicyLocation {
  /** A folder with `*.cedar` files: `POLICY_DIR`. */
  readonly directory?: string;
  /** Whether the folder stands instead of the default policies; it needs a folder. */
  readonly replace?: boolean;
}

const unreadable = (what: string, cause?: unknown): Fault =>
  new Fault('POLICY_UNREADABLE', what, { cause });

const read = (file: string, location: string | URL): PolicySource => {
  try {
    return { file, text: readFileSync(location, 'utf8') };
  } catch (caught) {
    throw unreadable(`the policy file ${file} cannot be read: ${describeError(caught)}`, caught);
  }
};

/** The files stand beside this module, in the sources and, copied by the build, in dist. */
const readShipped = (file: string): PolicySource => read(file, new URL(file, import.meta.url));

const listFiles = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.cedar'))
      .toSorted();
  } catch (caught) {
    throw unreadable(
      `the policy folder ${directory} cannot be read: ${describeError(caught)}`,
      caught,
    );
  }
};

const readDirectory = (directory: string): readonly PolicySource[] => {
  const files = listFiles(directory);
  if (files.length === 0) {
    throw unreadable(`the policy folder ${directory} holds no *.cedar file`);
  }
  return files.map((name) => join(directory, name)).map((path) => read(path, path));
};

/**
 * The policy that the daemon starts with: the default policies and those of the folder, of which one with the `@id`
 * of a default policy takes that one's place; or, with `replace`, those of the folder alone. Reads the files at once
 * and never again. Throws the fault POLICY_UNREADABLE, which says everything that is wrong: there must be no start
 * without a policy.
 */
export const loadPolicies = ({ directory, replace = false }: PolicyLocation): LoadedPolicy => {
  if (replace && directory === undefined) {
    throw unreadable('the default policies are to be replaced, but no policy folder is named');
  }
  return createPolicy({
    defaults: replace ? [] : [readShipped('default.cedar')],
    policies: directory === undefined ? [] : readDirectory(directory),
    schema: readShipped('schema.cedarschema'),
  });
};
