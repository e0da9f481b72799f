import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WantedRule } from '../../lib/whitelist/security-groups.ts';
import { type Ec2Bench, groupId, startSecurityGroups } from './security-groups-bench.ts';

const wanted = (address: string, port = 443): WantedRule => ({
  address,
  port,
  description: 'chatops:dev',
});

const many = (count: number): readonly WantedRule[] =>
  Array.from({ length: count }, (_, index) => wanted(`1.2.3.${index}/32`));

const managed = { 'chatops:managed': 'true' };
const done = { ok: true, value: undefined };

let bench: Ec2Bench;

beforeEach(async () => {
  bench = await startSecurityGroups(300);
});

afterEach(() => bench.dispose());

const describeDev = async () => {
  const described = await bench.groups.describe('dev');
  if (!described.ok) {
    throw new Error(described.error.reason);
  }
  const [group] = described.value;
  if (group === undefined) {
    throw new Error('no group');
  }
  return group;
};

const inbound = () =>
  (bench.aws.model.groups.get(groupId)?.rules ?? []).filter(({ isEgress }) => !isEgress);

const asked = (action: string): number =>
  bench.aws.requests.filter((request) => request === `ec2 ${action}`).length;

describe('the rules of a security group in EC2', () => {
  it('are read from all pages', async () => {
    await bench.groups.authorize(groupId, many(13));

    await expect(describeDev()).resolves.toMatchObject({ rules: { length: 13 } });
    expect(asked('DescribeSecurityGroupRules')).toBeGreaterThan(2);
  });

  it('are ours by their tag alone, whatever their description says', async () => {
    bench.addRule({ v4: '1.1.1.1/32', description: 'chatops:dev' });
    bench.addRule({ v4: '1.1.1.2/32', tags: { 'chatops:managed': 'false' } });
    bench.addRule({ v4: '1.1.1.3/32', tags: managed });

    const { rules } = await describeDev();

    expect(rules.map((rule) => rule.managed)).toEqual([false, false, true]);
  });

  it('have canonical addresses, however they were written', async () => {
    bench.addRule({ v6: '2600:1F18:0:0:0:0:0:1/128', tags: managed });

    const { rules } = await describeDev();

    expect(rules.map(({ address }) => address)).toEqual(['2600:1f18::1/128']);
  });

  it('count for the limit where they are not from one range to one TCP port', async () => {
    bench.addRule({ v4: '1.1.1.1/32', from: 80, to: 443 });
    bench.addRule({ v4: '1.1.1.1/32', protocol: 'udp' });
    bench.addRule({ v6: '2600:1f18::/64', protocol: '-1', from: -1, to: -1 });
    bench.addRule({ otherGroup: 'sg-0fffffffffffffff0' });

    await expect(describeDev()).resolves.toMatchObject({
      rules: [],
      otherRules: { v4: 3, v6: 2 },
    });
  });

  it('carry the tag from the moment they are made, and go in batches of twenty', async () => {
    await expect(bench.groups.authorize(groupId, many(45))).resolves.toEqual(done);

    expect(inbound().map(({ tags }) => tags)).toEqual(many(45).map(() => managed));
    expect(asked('AuthorizeSecurityGroupIngress')).toBe(3);
  });

  it('are made one by one only in the batch in which one is there already', async () => {
    await bench.groups.authorize(groupId, [wanted('1.2.3.25/32')]);

    await expect(bench.groups.authorize(groupId, many(45))).resolves.toEqual(done);

    expect(inbound()).toHaveLength(45);
    expect(asked('AuthorizeSecurityGroupIngress')).toBe(1 + 3 + 20);
  });
});

describe('EC2 in trouble', () => {
  it('makes rules once where the answer is lost', async () => {
    bench.aws.faults.plan('lose-answer', 1, 'AuthorizeSecurityGroupIngress');

    await expect(bench.groups.authorize(groupId, many(20))).resolves.toEqual(done);
    expect(inbound()).toHaveLength(20);
  });

  it('revokes rules once where the answer is lost', async () => {
    await bench.groups.authorize(groupId, many(3));
    bench.aws.faults.plan('lose-answer', 1, 'RevokeSecurityGroupIngress');
    const ids = inbound().map(({ id }) => id);

    await expect(bench.groups.revoke(groupId, ids)).resolves.toEqual(done);
    expect(inbound()).toEqual([]);
  });

  it('keeps what it made before it took no more calls', async () => {
    bench.aws.faults.before('AuthorizeSecurityGroupIngress', () => {
      bench.aws.faults.before('AuthorizeSecurityGroupIngress', () =>
        bench.aws.faults.plan('server-error', 9, 'AuthorizeSecurityGroupIngress'),
      );
    });

    await expect(bench.groups.authorize(groupId, many(30))).resolves.toMatchObject({
      ok: false,
      error: { kind: 'unavailable' },
    });
    expect(inbound()).toHaveLength(20);
  });

  it('fills a group and then says that it is full', async () => {
    await expect(bench.groups.authorize(groupId, many(61))).resolves.toMatchObject({
      ok: false,
      error: {
        kind: 'full',
        reason: expect.stringContaining('RulesPerSecurityGroupLimitExceeded'),
      },
    });
    expect(inbound()).toHaveLength(60);
  });

  it.each([
    ['throttle', 'unavailable'],
    ['server-error', 'unavailable'],
    ['hang', 'unavailable'],
    ['lose-request', 'unavailable'],
    ['deny', 'refused'],
  ] as const)('answers %s as %s, whatever it is asked', async (fault, kind) => {
    bench.aws.faults.plan(fault, 9, 'DescribeSecurityGroupRules');
    bench.aws.faults.plan(fault, 9, 'AuthorizeSecurityGroupIngress');
    const failure = { ok: false, error: { kind, reason: expect.stringMatching(/./) } };

    const answers = await Promise.all([
      bench.groups.describe('dev'),
      bench.groups.authorize(groupId, many(1)),
    ]);

    expect(answers).toEqual([failure, failure]);
  });

  it('refuses groups and environments that are not configured without a call', async () => {
    const answers = await Promise.all([
      bench.groups.describe('prod'),
      bench.groups.authorize('sg-0fffffffffffffff0', many(1)),
      bench.groups.revoke('sg-0fffffffffffffff0', ['sgr-0']),
    ]);

    expect(answers).toMatchObject(answers.map(() => ({ error: { kind: 'refused' } })));
    expect(bench.aws.requests).toEqual([]);
  });

  it('refuses a group that is not there', async () => {
    bench.aws.model.groups.clear();

    await expect(bench.groups.describe('dev')).resolves.toMatchObject({
      error: { kind: 'refused', reason: expect.stringContaining('InvalidGroup.NotFound') },
    });
  });

  it('refuses a description outside of its alphabet', async () => {
    const rule = { ...wanted('1.2.3.4/32'), description: "Dana's home" };

    await expect(bench.groups.authorize(groupId, [rule])).resolves.toMatchObject({
      error: { kind: 'refused' },
    });
  });
});
