import { describe, expect, it } from '@jest/globals';
import { orchestratorConfigurationSchema } from './orchestrator-configuration.ts';

const stack = { name: 'acme-app', template_url: 'https://acme.s3.amazonaws.com/app.yaml' };

const withDev = (dev: object) => ({ table: 'operations', environments: { dev } });

const problemsOf = (configuration: unknown) =>
  orchestratorConfigurationSchema.safeParse(configuration).error?.issues.map(({ path }) => path) ??
  [];

describe('the configuration of the orchestrator', () => {
  it('needs no more than the names of environments', () => {
    expect(orchestratorConfigurationSchema.parse(withDev({ stacks: [stack] }))).toEqual(
      withDev({
        clusters: [],
        databases: [],
        stacks: [{ ...stack, capabilities: [], parameters: {}, snapshot_parameters: {} }],
      }),
    );
  });

  it.each([
    ['an unknown key', withDev({ cluster: [] }), ['environments', 'dev']],
    ['no table', { environments: {} }, ['table']],
    ['a name in upper case', { table: 't', environments: { DEV: {} } }, ['environments', 'DEV']],
    [
      'an id of a database that RDS would spell otherwise',
      withDev({ databases: ['Acme-DB'] }),
      ['environments', 'dev', 'databases', 0],
    ],
    [
      'a template that is not behind https',
      withDev({ stacks: [{ ...stack, template_url: 'http://acme.example/app.yaml' }] }),
      ['environments', 'dev', 'stacks', 0, 'template_url'],
    ],
    [
      'an unknown capability',
      withDev({ stacks: [{ ...stack, capabilities: ['CAPABILITY_ALL'] }] }),
      ['environments', 'dev', 'stacks', 0, 'capabilities', 0],
    ],
  ])('refuses %s', (_, configuration, path) => {
    expect(problemsOf(configuration)).toEqual([path]);
  });

  it('refuses a database of a stack that is not among the databases: it would be deleted unsaved', () => {
    const stacks = [{ ...stack, snapshot_parameters: { 'acme-db': 'Snapshot' } }];

    expect(problemsOf(withDev({ stacks }))).toEqual([
      ['environments', 'dev', 'stacks', 0, 'snapshot_parameters', 'acme-db'],
    ]);
    expect(problemsOf(withDev({ stacks, databases: ['acme-db'] }))).toEqual([]);
  });
});
