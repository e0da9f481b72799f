import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  SecurityGroup,
  SecurityGroups,
  WantedRule,
} from '../../lib/whitelist/security-groups.ts';

/** Groups of one's own: an environment with one group that has no rules and EC2's usual limit of 60. */
export interface SecurityGroupsBench {
  readonly groups: SecurityGroups;
  readonly environment: string;
  /** Makes a rule in the group by other hands: it is not marked as ours. */
  addUnmanaged(rule: WantedRule): Promise<void>;
  dispose(): Promise<void>;
}

const usualLimit = 60;

const wanted = (address: string, port = 443): WantedRule => ({
  address,
  port,
  description: `chatops:dev/${address} by=U0DANA`,
});

const many = (count: number): readonly WantedRule[] =>
  Array.from({ length: count }, (_, index) => wanted(`1.2.3.${index}/32`));

type GetBench = () => SecurityGroupsBench;

const groupOf = async ({ groups, environment }: SecurityGroupsBench): Promise<SecurityGroup> => {
  const described = await groups.describe(environment);
  if (!described.ok || described.value.length !== 1) {
    throw new Error(`expected one group, got ${JSON.stringify(described)}`);
  }
  const [group] = described.value;
  return group ?? Promise.reject(new Error('no group'));
};

/** The rules of the group without their ids, in the order of address and port. */
const rulesOf = async (bench: SecurityGroupsBench) => {
  const group = await groupOf(bench);
  return group.rules
    .map(({ address, port, description, managed }) => ({ address, port, description, managed }))
    .toSorted((one, other) => one.address.localeCompare(other.address) || one.port - other.port);
};

const done = { ok: true, value: undefined };

const describeAuthorizing = (bench: GetBench): void => {
  it('knows its environment, and a group without rules', async () => {
    const group = await groupOf(bench());

    expect(bench().groups.environments).toContain(bench().environment);
    expect(group).toMatchObject({
      rules: [],
      ruleLimit: usualLimit,
      otherRules: { v4: 0, v6: 0 },
    });
  });

  it('makes rules of both families, marks them as ours and gives each an id', async () => {
    const { id } = await groupOf(bench());
    const rules = [wanted('1.2.3.4/32', 80), wanted('1.2.3.4/32'), wanted('2600:1f18::1/128')];

    await expect(bench().groups.authorize(id, rules)).resolves.toEqual(done);

    await expect(rulesOf(bench())).resolves.toEqual(
      rules.map((rule) => ({ ...rule, managed: true })),
    );
    const { rules: made } = await groupOf(bench());
    expect(new Set(made.map((rule) => rule.id)).size).toBe(3);
  });

  it('makes what is missing where some of the rules are there already', async () => {
    const { id } = await groupOf(bench());
    await bench().groups.authorize(id, many(2));

    await expect(bench().groups.authorize(id, many(30))).resolves.toEqual(done);

    await expect(rulesOf(bench())).resolves.toHaveLength(30);
  });

  it('counts a rule of others as made, and leaves it theirs', async () => {
    const { id } = await groupOf(bench());
    const theirs = { address: '1.2.3.0/32', port: 443, description: 'by hand' };
    await bench().addUnmanaged(theirs);

    await expect(bench().groups.authorize(id, many(2))).resolves.toEqual(done);

    await expect(rulesOf(bench())).resolves.toEqual([
      { ...theirs, managed: false },
      { ...wanted('1.2.3.1/32'), managed: true },
    ]);
  });

  it('has nothing to do for no rules and no ids', async () => {
    const { id } = await groupOf(bench());

    await expect(bench().groups.authorize(id, [])).resolves.toEqual(done);
    await expect(bench().groups.revoke(id, [])).resolves.toEqual(done);
  });

  it('fails where there is no such group', async () => {
    const answers = await Promise.all([
      bench().groups.authorize('sg-0123456789abcdef9', many(1)),
      bench().groups.revoke('sg-0123456789abcdef9', ['sgr-0123456789abcdef9']),
    ]);

    expect(answers[0]).toMatchObject({ ok: false });
    expect(answers[1]).toMatchObject({ ok: false });
  });
};

const describeLimits = (bench: GetBench): void => {
  it('fills a group to its limit', async () => {
    const { id } = await groupOf(bench());

    await expect(bench().groups.authorize(id, many(usualLimit))).resolves.toEqual(done);
    await expect(rulesOf(bench())).resolves.toHaveLength(usualLimit);
  });

  it('says that it is full, and counts the families apart', async () => {
    const { id } = await groupOf(bench());
    await bench().groups.authorize(id, many(usualLimit));

    await expect(bench().groups.authorize(id, [wanted('9.9.9.9/32')])).resolves.toMatchObject({
      ok: false,
      error: { kind: 'full' },
    });
    await expect(bench().groups.authorize(id, [wanted('2600:1f18::1/128')])).resolves.toEqual(done);
    await expect(rulesOf(bench())).resolves.toHaveLength(usualLimit + 1);
  });
};

const describeRevoking = (bench: GetBench): void => {
  it('revokes by id and leaves the rest', async () => {
    const { id } = await groupOf(bench());
    await bench().groups.authorize(id, many(30));
    const { rules } = await groupOf(bench());
    const [kept, ...gone] = rules;

    const answer = await bench().groups.revoke(
      id,
      gone.map((rule) => rule.id),
    );

    expect(answer).toEqual(done);
    expect((await groupOf(bench())).rules).toEqual([kept]);
  });

  it('counts a rule that is gone as revoked, and revokes the others', async () => {
    const { id } = await groupOf(bench());
    await bench().groups.authorize(id, many(3));
    const ids = (await groupOf(bench())).rules.map((rule) => rule.id);
    await bench().groups.revoke(id, ids.slice(0, 1));

    await expect(bench().groups.revoke(id, ids)).resolves.toEqual(done);
    await expect(rulesOf(bench())).resolves.toEqual([]);
  });

  it('makes room', async () => {
    const { id } = await groupOf(bench());
    await bench().groups.authorize(id, many(usualLimit));
    const { rules } = await groupOf(bench());
    await bench().groups.revoke(
      id,
      rules.slice(0, 1).map((rule) => rule.id),
    );

    await expect(bench().groups.authorize(id, [wanted('9.9.9.9/32')])).resolves.toEqual(done);
  });
};

/** What every fulfilment of the port SecurityGroups must do; `create` gives each test a group without rules. */
export const describeSecurityGroups = (
  name: string,
  create: () => Promise<SecurityGroupsBench>,
): void => {
  describe(`the ${name} security groups`, () => {
    let bench: SecurityGroupsBench;

    beforeEach(async () => {
      bench = await create();
    });

    afterEach(() => bench.dispose());

    describeAuthorizing(() => bench);
    describeLimits(() => bench);
    describeRevoking(() => bench);
  });
};
