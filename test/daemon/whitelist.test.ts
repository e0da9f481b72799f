import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, toIsoTime } from '../../lib/kernel/clock.ts';
import { createManualClock, type ManualClock } from '../../lib/kernel/manual-clock.ts';
import { ask, invoked } from './asking.ts';
import { buildTown, type Town } from './town.ts';
import { day, endIn, minute, rules } from './whitelisting.ts';

const ports = ['443', '7233', '80'];

describe('/infra whitelist', () => {
  let town: Town;
  let clock: ManualClock;
  beforeAll(async () => {
    clock = createManualClock(systemClock.now());
    town = await buildTown({ whitelistClock: clock });
    await town.start();
  });
  afterAll(() => town.stop());
  afterEach(async () => {
    for (const environment of ['dev', 'staging', 'prod']) {
      for (const ip of ['1.2.3.4', '1.2.3.5']) {
        await ask(town, town.alice, `/infra whitelist remove ${ip} --env ${environment}`);
      }
    }
  });

  it.each([
    ['/infra whitelist add 1.2.3.4', 30 * day, '30d', ''],
    ['/infra whitelist add 1.2.3.4 --ttl=7d', 7 * day, '7d', ''],
    [
      "/infra whitelist add 1.2.3.4 --ttl=5m --description='Quick test'",
      5 * minute,
      '5m',
      'Quick test',
    ],
    [
      "/infra whitelist add 1.2.3.4/32 --ttl=7d --description='Home office'",
      7 * day,
      '7d',
      'Home office',
    ],
  ])('%s lets the address in to dev at once', async (typed, span, ttl, description) => {
    expect(await ask(town, town.dana, typed)).toBe(
      [
        '✅ WHITELIST ADD - DEV',
        `1.2.3.4/32 may connect until ${endIn(clock, span)} (${ttl}).`,
        'Ports: 80 (HTTP), 443 (HTTPS), 7233 (gRPC)',
        ...(description === '' ? [] : [`Description: ${description}`]),
      ].join('\n'),
    );
    expect(rules(town)).toEqual(ports.map((port) => `1.2.3.4/32 ${port}`));
    expect(await town.whitelist.store.find('dev', '1.2.3.4/32')).toMatchObject({
      description,
      added_by: 'U0DANA',
      expires_at: toIsoTime(clock.now() + span),
    });
  });

  it('list dev shows who is let in, and list alone all environments', async () => {
    await ask(town, town.dana, "/infra whitelist add 1.2.3.4 --description='Home office'");
    await ask(town, town.alice, '/infra whitelist add 1.2.3.5 --env staging --ttl=7d');

    expect(await ask(town, town.gwen, '/infra whitelist list dev')).toContain('Not allowed');
    expect(await ask(town, town.dana, '/infra whitelist list dev')).toBe(
      [
        'IP Whitelist: DEV',
        'DEV: 1',
        `- 1.2.3.4/32 – Home office – added by <@U0DANA> – expires in 29 days (${endIn(clock, 30 * day)})`,
      ].join('\n'),
    );
    const all = await ask(town, town.dana, '/infra whitelist list');
    expect(all).toContain('IP Whitelist\nDEV: 1\n- 1.2.3.4/32');
    expect(all).toContain('STAGING: 1\n- 1.2.3.5/32 – added by <@U0ALICE> – expires in 6 days');
  });

  it('remove takes the address out again, wherever it is', async () => {
    await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --env staging');

    expect(await ask(town, town.dana, '/infra whitelist remove 1.2.3.4')).toBe(
      '✅ WHITELIST REMOVE - STAGING\n1.2.3.4/32 may not connect any more. Connections already open end by themselves.',
    );
    expect(rules(town, 'sg-00000000000000501')).toEqual([]);
    expect(await ask(town, town.dana, '/infra whitelist remove 1.2.3.4')).toContain(
      'Error: 1.2.3.4/32 is not let in to any environment, or not any more. /infra whitelist list shows what is.',
    );
  });

  it('remove and extend ask for the environment where there are two', async () => {
    await ask(town, town.dana, '/infra whitelist add 1.2.3.4');
    await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --env staging');

    for (const verb of ['remove', 'extend']) {
      expect(await ask(town, town.dana, `/infra whitelist ${verb} 1.2.3.4`)).toContain(
        'Error: 1.2.3.4/32 is let in to dev and staging. Add --env',
      );
    }
    expect(
      await ask(town, town.dana, '/infra whitelist extend 1.2.3.4 --ttl=90d --env staging'),
    ).toBe(
      `✅ WHITELIST EXTEND - STAGING\n1.2.3.4/32 may connect until ${endIn(clock, 90 * day)} (90d).`,
    );
  });

  it('refresh dev brings the groups up to date', async () => {
    const { switches } = town.whitelist.groups;
    switches.failure = { kind: 'unavailable', reason: 'RequestLimitExceeded' };
    expect(await ask(town, town.dana, '/infra whitelist add 1.2.3.4')).toContain(
      'The security groups could not be reached; they follow within a minute.',
    );
    expect(await ask(town, town.dana, '/infra whitelist refresh dev')).toContain(
      'Error: The security groups of dev could not be brought up to date',
    );
    switches.failure = undefined;

    expect(await ask(town, town.dana, '/infra whitelist refresh dev')).toBe(
      [
        '✅ WHITELIST REFRESH - DEV',
        'Operation completed successfully.',
        'Details:',
        '- Rules added: 6',
        '- Rules removed: 0',
        '- Rules left alone, because they were not made here: 0',
      ].join('\n'),
    );
  });

  it('is for the owner and approvers to extend and remove', async () => {
    await ask(town, town.alice, '/infra whitelist add 1.2.3.4');

    for (const verb of ['extend', 'remove']) {
      expect(await ask(town, town.dana, `/infra whitelist ${verb} 1.2.3.4`)).toContain(
        'Error: Not allowed: only whoever added an address, and approvers, may extend or remove it.',
      );
      expect(await ask(town, town.gwen, `/infra whitelist ${verb} 1.2.3.4`)).toContain(
        'Error: Not allowed: only full members of the workspace may use Quartermaster.',
      );
    }
    expect(rules(town)).toHaveLength(3);
    expect(await ask(town, town.amir, '/infra whitelist remove 1.2.3.4')).toContain('✅');
  });

  it('lets approvers alone add to production, and tells the others before they fill a form', async () => {
    const denial = 'Error: Not allowed: only approvers let addresses in to protected environments.';

    expect(await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --env prod')).toContain(denial);
    expect(await ask(town, town.dana, '/infra whitelist add --env prod')).toContain(denial);
    expect(await ask(town, town.alice, '/infra whitelist add 1.2.3.4 --env prod')).toContain(
      '✅ WHITELIST ADD - PROD',
    );
  });

  it('a dry run changes nothing', async () => {
    expect(await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --ttl=7d --dry-run')).toContain(
      '- whitelist:add 1.2.3.4/32, environment dev, ttl_minutes 10080',
    );
    expect(rules(town)).toEqual([]);
  });

  it.each([
    ['0.0.0.0/0', 'is everybody'],
    ['192.168.1.10', 'https://checkip.amazonaws.com shows it'],
    ['1.2.3', 'not a whole IPv4 address'],
    ['1.2.3.4 --ttl=24h', 'Write 1m to 1440m for minutes or 1d to 365d for days'],
  ])('add %s is refused with what to write instead', async (typed, words) => {
    expect(await ask(town, town.dana, `/infra whitelist add ${typed}`)).toContain(words);
    expect(rules(town)).toEqual([]);
  });

  it('shows its commands in help', async () => {
    const help = await ask(town, town.dana, '/infra whitelist');
    for (const command of [
      'add &lt;ip&gt;',
      'remove &lt;ip&gt;',
      'extend &lt;ip&gt;',
      'list [env]',
      'refresh [env]',
    ]) {
      expect(help).toContain(`/infra whitelist ${command}`);
    }
  });
});

describe('/infra whitelist without its function', () => {
  it('says what to set, and nothing is watched', async () => {
    const town = await buildTown();
    const daemon = await town.start({ IP_WHITELIST_LAMBDA_ARN: '' });

    await daemon.line('whitelist.not_watched', { missing: 'IP_WHITELIST_LAMBDA_ARN' });
    expect(await ask(town, town.dana, '/infra whitelist list')).toContain(
      'Error: not configured: set IP_WHITELIST_LAMBDA_ARN',
    );
    await town.stop();
  });
});

describe('an address that is added while the daemon dies', () => {
  it('is let in once, and its owner is told so by the next daemon', async () => {
    const town = await buildTown();
    const first = await town.start();
    town.lambda.faults.next('no-answer', { action: 'add' });
    const added = ask(town, town.dana, '/infra whitelist add 1.2.3.4');
    await invoked(town, 'add');
    first.kill('SIGKILL');
    await first.ended;
    await town.start();

    expect(await added).toContain('✅ WHITELIST ADD - DEV\n1.2.3.4/32 may connect until');
    expect(await town.whitelist.store.list()).toHaveLength(1);
    await town.stop();
  });
});

describe('the whitelist of the configuration', () => {
  it('decides how long and what is let in', async () => {
    const town = await buildTown();
    await writeFile(
      join(town.folder, 'quartermaster.yaml'),
      'whitelist: { default_ttl: 2d, min_prefix_v4: 30 }\n',
    );
    await town.start();

    expect(await ask(town, town.dana, '/infra whitelist add 1.2.3.4')).toContain(' (2d).');
    expect(await ask(town, town.dana, '/infra whitelist add 1.2.3.0/29')).toContain('a /30');
    await town.stop();
  });
});
