import { describe, expect, it } from '@jest/globals';
import type { ImageRegistry, Repository } from '../../lib/image/registry.ts';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createSimulatedRegistry } from '../sandbox/cloud/simulated-registry.ts';
import { createImageProvisioner } from './image-provisioner.ts';

const header = {
  operation_id: 'op-abc123',
  user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
};

const catalog = { action: 'catalog', ...header };
const provision = { action: 'provision', ...header, image: 'python:latest-dev' };
const another = { ...provision, operation_id: 'op-zzz999' };

const setUp = (changed: Partial<ImageRegistry> = {}) => {
  const registry = createSimulatedRegistry(createManualClock());
  const provisioner = createImageProvisioner({
    registry: { ...registry, ...changed },
    organization: 'acme.com',
  });
  return { registry, provisioner };
};

const refusal = (code: string, words: string) => ({
  success: false,
  error: { code, message: expect.stringContaining(words) },
});

describe('the catalogue of the image provisioner', () => {
  it('tells images with their tiers, repositories and the limit, and no more than that', async () => {
    const { provisioner } = setUp();

    const answer = await provisioner(catalog);

    expect(answer).toMatchObject({
      success: true,
      images: expect.arrayContaining([
        { name: 'python:latest-dev', tier: 'APPLICATION' },
        { name: 'wolfi-base:latest', tier: 'BASE' },
      ]),
      repos: [
        { id: 'repo-000001', name: 'nginx' },
        { id: 'repo-000002', name: 'postgres' },
        { id: 'repo-000003', name: 'redis' },
      ],
      limit: 2500,
    });
  });
});

describe('provisioning', () => {
  it('creates a repository of the image’s own name', async () => {
    const { registry, provisioner } = setUp();

    await expect(provisioner(provision)).resolves.toEqual({
      success: true,
      repo_id: 'repo-000004',
      name: 'python',
      pull_string: 'cgr.dev/acme.com/python:latest-dev',
    });
    await expect(registry.repositories()).resolves.toMatchObject({
      value: expect.arrayContaining([
        { id: 'repo-000004', name: 'python', source: 'python', createdBy: 'op-abc123' },
      ]),
    });
  });

  it('creates a repository of a custom name from the same source', async () => {
    const { registry, provisioner } = setUp();

    const answer = await provisioner({ ...provision, custom_name: 'python-ml-pipeline' });

    expect(answer).toMatchObject({
      name: 'python-ml-pipeline',
      pull_string: 'cgr.dev/acme.com/python-ml-pipeline:latest-dev',
    });
    await expect(registry.repositories()).resolves.toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ source: 'python' })]),
    });
  });

  it('takes any tag of an image that the catalogue lists without one, and latest where none is given', async () => {
    const { provisioner } = setUp({
      images: () => Promise.resolve({ ok: true, value: [{ name: 'python', tier: 'APPLICATION' }] }),
    });

    await expect(provisioner({ ...provision, image: 'python:3.9' })).resolves.toMatchObject({
      pull_string: 'cgr.dev/acme.com/python:3.9',
    });
    await expect(provisioner({ ...provision, image: 'python' })).resolves.toMatchObject({
      pull_string: 'cgr.dev/acme.com/python:latest',
    });
  });

  it('gives the same answer again to the same operation, and creates once', async () => {
    const { registry, provisioner } = setUp();

    const first = await provisioner(provision);
    const second = await provisioner(provision);

    expect(second).toEqual(first);
    expect(registry.creationsOf('op-abc123')).toBe(1);
  });

  it('creates once when two attempts of one operation run at the same time', async () => {
    const { registry, provisioner } = setUp();

    const [first, second] = await Promise.all([provisioner(provision), provisioner(provision)]);

    expect(first).toMatchObject({ success: true });
    expect(second).toEqual(first);
    expect(registry.creationsOf('op-abc123')).toBe(1);
  });

  it('refuses one of two operations that want the same name at the same time', async () => {
    const { provisioner } = setUp();

    const [first, second] = await Promise.all([provisioner(provision), provisioner(another)]);

    expect(first).toMatchObject({ success: true });
    expect(second).toMatchObject(
      refusal('ALREADY_PROVISIONED', 'cgr.dev/acme.com/python:latest-dev'),
    );
  });

  it('repeats its answer even when the limit is reached meanwhile', async () => {
    const { registry, provisioner } = setUp();
    const first = await provisioner(provision);
    registry.switches.limitReached = true;

    await expect(provisioner(provision)).resolves.toEqual(first);
  });

  it('refuses an operation id that was used for something else', async () => {
    const { registry, provisioner } = setUp();
    await provisioner(provision);

    await expect(provisioner({ ...provision, image: 'node:latest' })).resolves.toMatchObject(
      refusal('CONFLICT', 'op-abc123 has already provisioned python'),
    );
    expect(registry.creationsOf('op-abc123')).toBe(1);
  });

  it('refuses what another operation has provisioned, with the pull string', async () => {
    const { provisioner } = setUp();
    await provisioner(provision);

    await expect(provisioner(another)).resolves.toMatchObject(
      refusal('ALREADY_PROVISIONED', 'Pull it as cgr.dev/acme.com/python:latest-dev'),
    );
  });

  it('refuses a custom name that another image has, without a pull string', async () => {
    const { provisioner } = setUp();

    await expect(provisioner({ ...provision, custom_name: 'nginx' })).resolves.toMatchObject(
      refusal('ALREADY_PROVISIONED', 'from nginx and not from python'),
    );
  });

  it('refuses a taken name whose source the registry does not tell', async () => {
    const python: Repository = {
      id: 'repo-9',
      name: 'python',
      source: undefined,
      createdBy: undefined,
    };
    const { provisioner } = setUp({
      repositories: () => Promise.resolve({ ok: true, value: [] }),
      create: () => Promise.resolve({ ok: true, value: { kind: 'exists', repository: python } }),
    });

    await expect(provisioner(provision)).resolves.toMatchObject(
      refusal('ALREADY_PROVISIONED', 'Pull it as'),
    );
  });

  it('refuses an image that is not in the catalogue, by its tag too', async () => {
    const { registry, provisioner } = setUp();

    for (const image of ['pyhton:latest', 'python:2.7', 'python']) {
      await expect(provisioner({ ...provision, image })).resolves.toMatchObject(
        refusal('IMAGE_NOT_IN_CATALOG', `Image not found in catalog: ${image}.`),
      );
    }
    expect(registry.creationsOf('op-abc123')).toBe(0);
  });

  it('refuses when the organisation is full, in the words of the manual', async () => {
    const { registry, provisioner } = setUp();
    registry.switches.limitReached = true;

    await expect(provisioner(provision)).resolves.toMatchObject(
      refusal('ORG_LIMIT_REACHED', 'Organization limit reached (2500/2500)'),
    );
  });

  it('refuses when the last place is taken between the look and the order', async () => {
    const { provisioner } = setUp({
      create: () => Promise.resolve({ ok: true, value: { kind: 'limit-reached' } }),
    });

    await expect(provisioner(provision)).resolves.toMatchObject(
      refusal('ORG_LIMIT_REACHED', '(2500/2500)'),
    );
  });
});

describe('a registry that fails', () => {
  it.each([
    [{ kind: 'token-expired' }, 'TOKEN_EXPIRED', 'Token expired'],
    [{ kind: 'rate-limited' }, 'RATE_LIMITED', 'Try again'],
    [{ kind: 'unavailable', reason: 'HTTP 503' }, 'UPSTREAM_UNAVAILABLE', 'HTTP 503'],
  ] as const)('makes a refusal of %j, whichever call it is', async (failure, code, words) => {
    const { registry, provisioner } = setUp();
    registry.switches.failure = failure;
    const failing = () => Promise.resolve({ ok: false, error: failure } as const);

    const answers = await Promise.all([
      provisioner(catalog),
      provisioner(provision),
      setUp({ repositories: failing }).provisioner(catalog),
      setUp({ images: failing }).provisioner(provision),
      setUp({ create: failing }).provisioner(provision),
    ]);

    expect(answers).toEqual(answers.map(() => refusal(code, words)));
  });
});

describe('an invalid request', () => {
  it.each([
    ['no image', { ...provision, image: undefined }, 'image'],
    ['a malformed image', { ...provision, image: 'Python Latest' }, 'as "python:latest-dev"'],
    ['a malformed name', { ...provision, custom_name: 'My_App' }, 'custom_name: expected'],
    ['an unknown field', { ...catalog, all: true }, 'all: not known here'],
    ['another action', { ...catalog, action: 'delete' }, 'expected "catalog" or "provision"'],
    ['no object', [], 'JSON object'],
  ])('with %s is refused by name', async (_, event, words) => {
    const { provisioner } = setUp();

    await expect(provisioner(event)).resolves.toMatchObject(refusal('INVALID_REQUEST', words));
  });
});
