import { describe, expect, it } from '@jest/globals';
import { createTestWhitelist, month, refused } from './whitelist.fixture.ts';

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `1.2.3.${index}/32`);

describe('the room in the groups', () => {
  it('is checked before the table is written', async () => {
    const { call, store, clock } = createTestWhitelist();
    for (const ip_address of many(20)) {
      await expect(call('add', { ...month, ip_address })).resolves.not.toHaveProperty('synced');
      await clock.advance(1_000);
    }

    await expect(call('add', { ...month, ip_address: '9.9.9.9/32' })).resolves.toEqual(
      refused(
        'CONFLICT',
        "The security groups of dev have no room for 9.9.9.9. Remove what is not needed any more, give shorter times to live, or have the quota 'Inbound or outbound rules per security group' raised.",
      ),
    );
    await expect(store.find('dev', '9.9.9.9/32')).resolves.toBeUndefined();
    await expect(call('add', { ...month, ip_address: '2600:1f18::1/128' })).resolves.toMatchObject({
      success: true,
    });
  });

  it('is not promised to the last of those who ask for it at the same moment', async () => {
    const { call, groups, log } = createTestWhitelist();
    groups.switches.ruleLimit = 3;

    const answers = await Promise.all(
      many(3).map((ip_address) => call('add', { ...month, ip_address })),
    );

    expect(answers.filter((answer) => answer.success && !('synced' in answer))).toHaveLength(1);
    expect(log.of('whitelist.full').length).toBeGreaterThan(0);
    expect(groups.rulesOf('sg-1')).toHaveLength(3);
  });

  it('is told by a refresh to be wanting', async () => {
    const { call, groups } = createTestWhitelist();
    await call('add', month);
    groups.setRules('sg-1', []);
    groups.switches.ruleLimit = 2;

    await expect(call('refresh', { environment: 'dev' })).resolves.toEqual(
      refused('CONFLICT', expect.stringContaining('have no room for 1.2.3.4. Remove what')),
    );
  });
});
