import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, requestImage } from './asking.ts';
import { buildTown, type Town } from './town.ts';

/** Nothing but the configuration tells that this is a secret. */
const hmacKey = 'not a real key but it looks like nothing in particular';

describe('a secret of the configuration that looks like no secret', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
  });
  afterEach(() => town.stop());

  it('stands neither in the log nor in the ledger, although somebody writes it into a request', async () => {
    const daemon = await town.start({ AUDIT_HMAC_KEY: hmacKey, LOG_LEVEL: 'debug' });
    await ask(town, town.dana, `/request-image go:latest --justification "see ${hmacKey} there"`);
    await ask(town, town.dana, `/request-image deny req-abc123 --reason "${hmacKey}"`);
    await requestImage(town);
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);

    const ledger = await readFile(join(town.folder, 'ledger.jsonl'), 'utf8');

    expect(ledger).toContain('see [redacted] there');
    expect(ledger + daemon.output() + daemon.errors()).not.toContain(hmacKey);
  });

  it('does not stand in the words with which the daemon refuses to start', async () => {
    const daemon = town.spawn({
      AUDIT_HMAC_KEY: hmacKey,
      POLICY_DIR: join(town.folder, hmacKey),
    });
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain('[redacted] cannot be read');
    expect(daemon.output() + daemon.errors()).not.toContain(hmacKey);
  });
});
