import { describe, expect, it } from '@jest/globals';
import { createWhitelistBench, environments, home } from './operations.fixture.ts';
import { entryResource } from './whitelist-resource.ts';

const listed = (ended: readonly object[]) => ({
  'ip-whitelist list': { sends: { success: true, entries: [], ended } },
  'ip-whitelist remove': { sends: { success: true, removed: true } },
});

const removed = { ...home, how: 'removed', operation_id: 'op-asked1' };

describe('a removal that is carried on after it was done', () => {
  it.each(['', ' --env dev'])('is planned as at first%s', async (option) => {
    const { plan } = createWhitelistBench(listed([removed]));

    expect(await plan(`/infra whitelist remove 1.2.3.4${option}`)).toEqual({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'whitelist:remove', target: '1.2.3.4/32', environment: 'dev' }],
        resource: entryResource(environments, home),
        facts: { environment: 'dev', address: '1.2.3.4/32' },
      },
    });
  });

  it('is answered as at first', async () => {
    const { lines } = createWhitelistBench(listed([removed]));

    expect(await lines('/infra whitelist remove 1.2.3.4')).toEqual([
      '✅ WHITELIST REMOVE - DEV',
      '1.2.3.4/32 may not connect any more. Connections already open end by themselves.',
    ]);
  });

  it.each([
    ['was removed by another operation', { ...removed, operation_id: 'op-other1' }, ''],
    ['has expired', { ...removed, how: 'expired' }, ''],
    ['is another', { ...removed, ip_address: '1.2.3.5/32' }, ''],
    ['was in another environment than is meant', removed, ' --env staging'],
  ])('is none where the entry %s', async (_, entry, option) => {
    const { plan } = createWhitelistBench(listed([entry]));

    expect(await plan(`/infra whitelist remove 1.2.3.4${option}`)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'NOT_FOUND' },
    });
  });
});
