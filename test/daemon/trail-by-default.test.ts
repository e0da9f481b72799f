import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from './asking.ts';
import { buildTown, type Town } from './town.ts';

describe('the audit trail', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
  });
  afterEach(() => town.stop());

  it('is kept in data/ledger.jsonl where nobody has said a word about it, denials included', async () => {
    const daemon = await town.start({ AUDIT_FILE: '' });
    const answer = await ask(town, town.gwen, '/request-image list');
    expect(answer).toContain('Error: Not allowed');
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);

    const trail = await readFile(join(town.folder, 'data', 'ledger.jsonl'), 'utf8');
    const lines: readonly unknown[] = trail
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

    expect(lines).toMatchObject([
      { event: 'attempt.received', actor: 'slack:U0GWEN' },
      { event: 'attempt.decided', actor: 'slack:U0GWEN', decision: 'deny' },
      { event: 'attempt.answered', actor: 'slack:U0GWEN', end: 'denied' },
    ]);
  });
});
