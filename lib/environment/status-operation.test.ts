import { describe, expect, it } from '@jest/globals';
import { helpFor } from '../command/help.ts';
import { parseLine } from '../command/parse.ts';
import { refuse } from '../contract/error-envelope.ts';
import { someMember } from '../identity/principal.fixture.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import type { Operation } from '../operation/operation.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import { plainText } from '../reply/plain-text.ts';
import type { Environments } from './arguments.ts';
import { statusOperation, statusReply } from './status-operation.ts';

const dana = someMember;
const context = { principal: dana, requestId: 'req-asked1', operationId: 'op-asked1' } as const;
const environments: Environments = {
  all: new Map([
    ['dev', { protected: false }],
    ['prod', { protected: true }],
  ]),
  byDefault: 'dev',
};
const status = {
  success: true as const,
  environment: 'dev',
  services: [{ name: 'api', status: 'RUNNING', desired: 2, running: 2 }],
  databases: [{ id: 'acme-dev-db', status: 'available' }],
};

const build = (sends: object = status) => {
  const functions = createScriptedInvoker({ 'orchestrator status': { sends } });
  const infraStatus = statusOperation(environments, functions);
  const operations = [infraStatus];
  return { functions, operations, infraStatus };
};

const linesOf = (others: Partial<typeof status>): readonly string[] =>
  plainText(statusReply({ ...status, ...others })).split('\n');

describe('the status of an environment', () => {
  it("is told in the seed's words", () => {
    expect(linesOf({})).toEqual([
      'Infrastructure Status: DEV',
      'ECS Services:',
      '✅ api - RUNNING (desired: 2)',
      'RDS Instances:',
      '✅ acme-dev-db - available',
    ]);
  });

  it.each([
    [2, 2, '✅'],
    [2, 3, '✅'],
    [2, 1, '⚠️'],
    [2, 0, '⚠️'],
    [0, 0, '⏹️'],
    [0, 1, '⏳'],
  ])('shows of a service with %i desired and %i running: %s', (desired, running, sign) => {
    const services = [{ name: 'api', status: 'X', desired, running }];

    expect(linesOf({ services })[2]).toBe(`${sign} api - X (desired: ${desired})`);
  });

  it.each([
    ['available', '✅'],
    ['stopped', '⏹️'],
    ['stopping', '⏳'],
    ['starting', '⏳'],
  ])('shows a database that is %s with %s', (word, sign) => {
    expect(linesOf({ databases: [{ id: 'db', status: word }] }).at(-1)).toBe(
      `${sign} db - ${word}`,
    );
  });

  it('says where there is nothing', () => {
    expect(linesOf({ services: [], databases: [] })).toEqual([
      'Infrastructure Status: DEV',
      'ECS Services:',
      'none',
      'RDS Instances:',
      'none',
    ]);
  });
});

const resourceOf = async (operation: Operation, environment: string) => {
  const planned = await operation.plan({ environment }, context);
  return planned.kind === 'planned' ? planned.plan : undefined;
};

describe('/infra status', () => {
  it('asks the policy about the environment, and changes nothing', async () => {
    const { infraStatus, functions } = build();

    expect(infraStatus).toMatchObject({ action: 'environment:status', changes: false });
    expect(await resourceOf(infraStatus, 'dev')).toEqual({
      effects: [{ operation: 'environment:status', target: 'dev' }],
      resource: { type: 'Environment', id: 'dev', attributes: { protected: false } },
      facts: { environment: 'dev' },
    });
    expect(functions.calls).toEqual([]);
  });

  it('takes an environment for protected where it is, and where nobody knows', async () => {
    const { infraStatus } = build();

    for (const name of ['prod', 'unheard-of']) {
      expect(await resourceOf(infraStatus, name)).toMatchObject({
        resource: { attributes: { protected: true } },
      });
    }
  });

  it('asks the orchestrator about that environment on behalf of the person', async () => {
    const { infraStatus, functions } = build();

    const outcome = await infraStatus.execute(
      [{ operation: 'environment:status', target: 'dev' }],
      context,
    );

    expect(functions.calls).toEqual([
      {
        function: 'orchestrator',
        payload: {
          action: 'status',
          operation_id: 'op-asked1',
          user_info: { user_id: 'U1', username: 'dana', display_name: 'Dana' },
          environment: 'dev',
        },
      },
    ]);
    expect(outcome).toEqual({ kind: 'done', reply: statusReply(status), facts: {} });
  });

  it('fails when the orchestrator answers for another environment', async () => {
    const { infraStatus } = build();

    const outcome = await infraStatus.execute(
      [{ operation: 'environment:status', target: 'prod' }],
      context,
    );

    expect(outcome).toMatchObject({ kind: 'failed', refusal: { code: 'UNEXPECTED_ANSWER' } });
  });

  it('fails in the words of the orchestrator', async () => {
    const { infraStatus } = build(refuse('ENVIRONMENT_UNKNOWN', 'There is no prod.'));

    expect(await infraStatus.execute([], context)).toEqual({
      kind: 'failed',
      refusal: { code: 'ENVIRONMENT_UNKNOWN', message: 'There is no prod.', passing: false },
    });
  });

  it('is explained with its environments and the default one', () => {
    const { grammar } = createCatalogue(build().operations);

    expect(helpFor(grammar, 'infra status').entries).toEqual([
      {
        usage: '/infra status [env] [--dry-run]',
        summary: 'Show infrastructure state',
        example: '/infra status dev',
        arguments: [
          {
            usage: '[env]',
            hint: 'Which environment',
            default: 'dev',
            choices: ['dev', 'prod'],
          },
        ],
      },
    ]);
    expect(build().infraStatus.args['environment']).toMatchObject({
      label: 'Environment',
      placeholder: 'dev',
    });
  });

  it('knows the environments of the configuration, and takes the default one', () => {
    const { grammar } = createCatalogue(build().operations);

    expect(parseLine(grammar, '/infra status')).toMatchObject({ values: { environment: 'dev' } });
    expect(parseLine(grammar, '/infra status PROD')).toMatchObject({
      values: { environment: 'prod' },
    });
    expect(parseLine(grammar, '/infra status nowhere')).toMatchObject({
      kind: 'unparsable',
      problem: "Unknown environment 'nowhere'. Environments: dev, prod.",
    });
  });
});
