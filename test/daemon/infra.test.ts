import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './asking.ts';
import { buildTown, type Town } from './town.ts';

describe('/infra', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    await town.start();
  });
  afterAll(() => town.stop());

  it('status shows the services and databases of an environment', async () => {
    expect(await ask(town, town.dana, '/infra status dev')).toBe(
      [
        'Infrastructure Status: DEV',
        'ECS Services:',
        '✅ api - RUNNING (desired: 2)',
        '✅ worker - RUNNING (desired: 1)',
        'RDS Instances:',
        '✅ acme-dev-db - available',
      ].join('\n'),
    );
  });

  it('status without an environment is about dev', async () => {
    expect(await ask(town, town.dana, '/infra status')).toContain('Infrastructure Status: DEV');
  });

  it.each(['/infra', '/infra help', '/infra --help'])(
    '%s shows help, made of the operations',
    async (typed) => {
      const help = await ask(town, town.dana, typed);
      expect(help).toContain('/infra status [env]');
      expect(help).toContain('Show infrastructure state');
      expect(help).toContain('/infra status dev');
    },
  );

  it('with a mistyped word suggests the right one', async () => {
    const answer = await ask(town, town.dana, '/infra stauts dev');
    expect(answer).toContain('Did you mean /infra status dev?');
  });

  it('status of an environment that is not there names those that are', async () => {
    const answer = await ask(town, town.dana, '/infra status nowhere');
    expect(answer).toContain(
      "Error: Unknown environment 'nowhere'. Environments: dev, staging, prod.",
    );
  });

  it('is nothing for guests', async () => {
    const answer = await ask(town, town.gwen, '/infra status dev');
    expect(answer).toContain(
      'Error: Not allowed: only full members of the workspace may use Quartermaster',
    );
    expect(answer).toMatch(/\(req-[0-9a-z]{8}\)$/);
  });

  it('says so when the orchestrator cannot be reached, and when it fails', async () => {
    town.lambda.faults.next('reset-before-running', { times: 3 });
    expect(await ask(town, town.dana, '/infra status dev')).toContain(
      'Error: The orchestrator did not answer',
    );
    town.lambda.faults.next('handler-throws');
    expect(await ask(town, town.dana, '/infra status dev')).toContain(
      'Error: The orchestrator failed',
    );
    town.lambda.faults.next('foreign-answer');
    expect(await ask(town, town.dana, '/infra status dev')).toContain('its contract does not know');
  });
});

describe('/infra without an orchestrator', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    await town.start({ ORCHESTRATOR_LAMBDA_ARN: '' });
  });
  afterAll(() => town.stop());

  it('says what to set', async () => {
    expect(await ask(town, town.dana, '/infra status dev')).toContain(
      'Error: not configured: set ORCHESTRATOR_LAMBDA_ARN',
    );
  });
});
