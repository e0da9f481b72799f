import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the daemon of a sandbox keeps what it writes. */
export interface StateFolder {
  readonly path: string;
  readonly ledger: string;
  readonly log: string;
  readonly config: string;
  /** Removes a folder that is not to be kept; does nothing to one that is. */
  readonly remove: () => void;
}

const configuration = `# The configuration of the sandbox's daemon. All other settings are defaults.
teams:
  data-engineering:
    users: [U0DANA]
approval:
  reminder: 10m
  expiry: 1h
  break_glass:
    users: [U0DANA]
`;

/** Makes the folder, a fresh one in the system's temporary folder or `.sandbox` here, with a configuration file. */
export const prepareStateFolder = (keep: boolean): StateFolder => {
  const path = keep ? resolve('.sandbox') : mkdtempSync(join(tmpdir(), 'quartermaster-'));
  mkdirSync(path, { recursive: true });
  const config = join(path, 'quartermaster.yaml');
  writeFileSync(config, configuration);
  return {
    path,
    ledger: join(path, 'ledger.jsonl'),
    log: join(path, 'daemon.log'),
    config,
    remove: () => {
      if (!keep) {
        rmSync(path, { recursive: true, force: true });
      }
    },
  };
};
