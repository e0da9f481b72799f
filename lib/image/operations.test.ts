import { describe, expect, it } from '@jest/globals';
import { parseLine } from '../command/parse.ts';
import { refuse } from '../contract/error-envelope.ts';
import { someMember } from '../identity/principal.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import type { Operation } from '../operation/operation.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import { plainText } from '../reply/plain-text.ts';
import { openShop } from '../request/workflow.fixture.ts';
import { imageOperations } from './operations.ts';

const dana = someMember;
const context = { principal: dana, requestId: 'req-asked1', operationId: 'op-asked1' } as const;
const header = {
  operation_id: 'op-asked1',
  user_info: { user_id: 'U1', username: 'dana', display_name: 'Dana' },
};
const names = ['python:latest', 'python:latest-dev', 'node:latest-dev'];
const catalog = {
  success: true,
  images: names.map((name) => ({ name, tier: 'APPLICATION' })),
  repos: [],
  limit: 5,
};
const provisioned = {
  success: true,
  repo_id: 'r1',
  name: 'python-ml',
  pull_string: 'cgr.dev/acme/python-ml:latest-dev',
};

const build = (script: Parameters<typeof createScriptedInvoker>[0] = {}) => {
  const functions = createScriptedInvoker({
    'image-provisioner catalog': { sends: catalog },
    'image-provisioner provision': { sends: provisioned },
    ...script,
  });
  const { workflow } = openShop();
  const rules = { autoApproveTeams: new Set<string>(), organisation: 'acme' };
  const operations = imageOperations({ functions, workflow, rules, clock: createManualClock() });
  const find = (name: string): Operation => {
    const found = operations.find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(`there is no ${name}`);
    }
    return found;
  };
  return { functions, operations, find };
};

describe('/request-image', () => {
  it('plans by the catalogue as it is now', async () => {
    const { functions, find } = build();

    const planned = await find('request-image').plan(
      { image: 'python:latest-dev', justification: 'Need for ML training' },
      context,
    );

    expect(planned).toMatchObject({
      kind: 'planned',
      plan: { effects: [{ target: 'python', source: 'python:latest-dev' }] },
    });
    expect(functions.calls).toEqual([
      { function: 'image-provisioner', payload: { action: 'catalog', ...header } },
    ]);
  });

  it('is picked in a form from a catalogue that is kept, by all who type', async () => {
    const { functions, find } = build();
    const { suggest, args } = find('request-image');

    expect(args['image']?.input).toMatchObject({ kind: 'search', minQuery: 0 });
    for (const typed of ['py', 'python dev']) {
      expect(await suggest?.['image']?.(typed, context)).toContainEqual({
        value: 'python:latest-dev',
        text: 'python:latest-dev (APPLICATION)',
      });
    }
    expect(functions.calls).toHaveLength(1);
  });

  it('has no plan without the catalogue, and says whether it may work later', async () => {
    const { find } = build({ 'image-provisioner catalog': { kind: 'lost', reason: 'reset' } });

    expect(await find('request-image').plan({}, context)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'UPSTREAM_UNAVAILABLE', passing: true },
    });
  });

  it('is decided on by the commands that the cards of its requests carry', () => {
    const { operations, find } = build();
    const root = find('request-image').request?.root ?? '';

    for (const verb of ['approve', 'deny']) {
      expect(
        parseLine(createCatalogue(operations).grammar, `/${root} ${verb} req-abc123`),
      ).toMatchObject({ spec: { name: `request-image ${verb}` } });
    }
  });

  it('provisions what was approved, under the custom name where there is one', async () => {
    const { functions, find } = build();
    const effect = {
      operation: 'image:provision',
      target: 'python-ml',
      source: 'python:latest-dev',
    };

    const outcome = await find('request-image').execute(
      [{ ...effect, name: 'python-ml' }],
      context,
    );
    await find('request-image').execute([effect], context);

    expect(functions.calls.map(({ payload }) => payload)).toEqual([
      { action: 'provision', ...header, image: 'python:latest-dev', custom_name: 'python-ml' },
      { action: 'provision', ...header, image: 'python:latest-dev' },
    ]);
    expect(outcome).toMatchObject({
      kind: 'done',
      facts: {
        repoId: 'r1',
        repository: 'python-ml',
        pullString: 'cgr.dev/acme/python-ml:latest-dev',
      },
    });
    expect(outcome.kind === 'done' && plainText(outcome.reply)).toBe(
      'Provisioned successfully\nAvailable at: cgr.dev/acme/python-ml:latest-dev',
    );
  });

  it('fails in the words of the provisioner', async () => {
    const { find } = build({
      'image-provisioner provision': { sends: refuse('TOKEN_EXPIRED', 'Renew the token.') },
    });

    expect(await find('request-image').execute([], context)).toEqual({
      kind: 'failed',
      refusal: { code: 'TOKEN_EXPIRED', message: 'Renew the token.', passing: false },
    });
    const lost = build({ 'image-provisioner provision': { kind: 'lost', reason: 'reset' } });
    expect(await lost.find('request-image').execute([], context)).toMatchObject({
      refusal: { message: expect.stringMatching(/^The image provisioner did not answer/) },
    });
  });

  it('is a request for approval that may be tried, and is proposed before it is planned', () => {
    expect(build().find('request-image')).toMatchObject({
      action: 'image:provision',
      proposal: 'image:request',
      changes: true,
      dryRun: true,
      form: { title: 'Request an image', submit: 'Request' },
    });
  });

  it.each([
    [
      '/request-image Python:latest --justification "Need for ML training"',
      'An image looks like python:latest-dev: lower-case letters, digits, dots, hyphens, and a tag behind a colon.',
    ],
    [
      '/request-image python:latest --justification "ten chars!"',
      'Justification: Write at least 11 characters; this has 10.',
    ],
    [
      '/request-image python:latest --justification "Need for ML training" --name Python_ML',
      'A custom name has lower-case letters, digits and hyphens, as python-ml-pipeline.',
    ],
  ])('says what is wrong with %s', (line, problem) => {
    const { grammar } = createCatalogue(build().operations);

    expect(parseLine(grammar, line)).toMatchObject({ kind: 'unparsable', problem });
  });

  it('comes with examples that it understands itself', () => {
    const { operations } = build();
    const catalogue = createCatalogue(operations);

    for (const each of operations) {
      expect(parseLine(catalogue.grammar, each.example)).toMatchObject({
        kind: 'command',
        spec: catalogue.find(each.name),
      });
    }
  });
});

const search = async (words: string, images = catalog.images) => {
  const { find } = build({ 'image-provisioner catalog': { sends: { ...catalog, images } } });
  const operation = find('request-image search');
  const planned = await operation.plan({ words }, context);
  const effects = planned.kind === 'planned' ? planned.plan.effects : [];
  const outcome = await operation.execute(effects, context);
  return outcome.kind === 'done'
    ? plainText(outcome.reply).split('\n')
    : [outcome.kind === 'failed' ? outcome.refusal.code : outcome.kind];
};

describe('/request-image search', () => {
  it('finds the images that have all of the words, in any case', async () => {
    expect((await search('PYTHON dev')).join('\n')).toContain('python:latest-dev (APPLICATION)');
    expect((await search('PYTHON dev')).join('\n')).not.toContain('node');
    expect((await search('latest')).join('\n')).toContain('node:latest-dev (APPLICATION)');
  });

  it('shows twenty of many', async () => {
    const images = Array.from({ length: 23 }, (_, index) => ({
      name: `go:1.${index}`,
      tier: 'APPLICATION',
    }));

    const lines = await search('go', images);

    expect(lines.filter((line) => line.startsWith('- go:'))).toHaveLength(20);
    expect(lines.join('\n')).toContain('23');
  });

  it('asks nothing before the policy was asked, and fails as the function does', async () => {
    const { functions, find } = build({
      'image-provisioner catalog': { kind: 'not-configured', variable: 'X_ARN' },
    });
    expect(await find('request-image search').plan({ words: 'python' }, context)).toMatchObject({
      plan: {
        effects: [{ operation: 'image:search', target: 'python' }],
        resource: { type: 'Operation', id: 'request-image search', attributes: {} },
      },
    });
    expect(functions.calls).toEqual([]);

    expect(await find('request-image search').execute([], context)).toMatchObject({
      kind: 'failed',
      refusal: { code: 'NOT_CONFIGURED' },
    });
  });
});
