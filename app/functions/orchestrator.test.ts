import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createSimulatedOrchestrator } from '../sandbox/cloud/simulated-orchestrator.ts';

const request = {
  action: 'status',
  operation_id: 'op-abc123',
  user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
  environment: 'dev',
};

const setUp = () => {
  const { handler: orchestrator, cloud } = createSimulatedOrchestrator(createManualClock());
  return { cloud, orchestrator };
};

describe('the orchestrator', () => {
  it('tells what runs in an environment', async () => {
    const { orchestrator } = setUp();

    await expect(orchestrator(request)).resolves.toEqual({
      success: true,
      environment: 'dev',
      services: [
        { name: 'api', status: 'RUNNING', desired: 2, running: 2 },
        { name: 'worker', status: 'RUNNING', desired: 1, running: 1 },
      ],
      databases: [{ id: 'acme-dev-db', status: 'available' }],
    });
  });

  it('names the environments that there are when it is asked about another', async () => {
    const { orchestrator } = setUp();

    await expect(orchestrator({ ...request, environment: 'qa' })).resolves.toEqual({
      success: false,
      error: {
        code: 'ENVIRONMENT_UNKNOWN',
        message: 'There is no environment "qa". Choose one of: dev, staging, prod.',
      },
    });
  });

  it('says so when the cloud does not answer', async () => {
    const { cloud, orchestrator } = setUp();
    cloud.switches.unavailable = true;

    await expect(orchestrator(request)).resolves.toMatchObject({
      error: { code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('Try again') },
    });
  });

  it.each([
    ['no environment', { ...request, environment: undefined }, 'environment'],
    ['a misspelt environment', { ...request, environment: 'DEV ' }, 'as "dev"'],
    ['an unknown field', { ...request, force: true }, 'force'],
    ['no operation id', { ...request, operation_id: undefined }, 'operation_id'],
    ['another action', { ...request, action: 'explode' }, 'expected "status"'],
    ['no object', 'status dev', 'JSON object'],
    ['nothing', undefined, 'JSON object'],
  ])('refuses a request with %s and says what is wrong', async (_, event, words) => {
    const { orchestrator } = setUp();

    await expect(orchestrator(event)).resolves.toMatchObject({
      success: false,
      error: { code: 'INVALID_REQUEST', message: expect.stringContaining(words) },
    });
  });
});
