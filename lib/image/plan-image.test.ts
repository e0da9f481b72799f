import { describe, expect, it } from '@jest/globals';
import { someMember } from '../identity/principal.fixture.ts';
import type { Principal } from '../identity/principal.ts';
import type { Planned } from '../operation/operation.ts';
import { writeText } from '../reply/plain-text.ts';
import { type ImageCatalogue, type ImageRules, type ImageWish, planImage } from './plan-image.ts';

const dana: Principal = { ...someMember, teams: ['data-engineering'] };
const wish: ImageWish = { image: 'python:latest-dev', justification: 'Need for ML training' };
const catalogue: ImageCatalogue = {
  success: true,
  images: [
    { name: 'python:latest', tier: 'APPLICATION' },
    { name: 'python:latest-dev', tier: 'APPLICATION' },
    { name: 'static:latest', tier: 'BASE' },
    { name: 'node', tier: 'DEVTOOLS' },
  ],
  repos: [{ id: 'r1', name: 'redis' }],
  limit: 5,
};
const rules: ImageRules = { autoApproveTeams: new Set(['trusted']), organisation: 'acme' };

const plan = (
  others: Partial<ImageWish> = {},
  has: Partial<ImageCatalogue> = {},
  who: Partial<Principal> = {},
  by: Partial<ImageRules> = {},
): Planned =>
  planImage(
    { ...wish, ...others },
    { ...dana, ...who },
    { ...catalogue, ...has },
    { ...rules, ...by },
  );

const refusalOf = (planned: Planned): string =>
  planned.kind === 'refused'
    ? `${planned.refusal.code}: ${writeText(planned.refusal.message)}`
    : 'planned';
const partsOf = (planned: Planned) =>
  planned.kind === 'planned' ? planned.plan : { effects: [], facts: {}, resource: undefined };

describe('a plan for an image', () => {
  it('provisions it under its own name, and tells the policy its tier and whose it is', () => {
    expect(plan()).toEqual({
      kind: 'planned',
      plan: {
        effects: [
          {
            operation: 'image:provision',
            target: 'python',
            source: 'python:latest-dev',
            tier: 'APPLICATION',
          },
        ],
        resource: {
          type: 'Image',
          id: 'python:latest-dev',
          attributes: {
            tier: 'APPLICATION',
            autoApproved: false,
            requester: { type: 'Principal', id: 'slack:U1' },
          },
        },
        facts: {
          image: 'python:latest-dev',
          justification: 'Need for ML training',
          team: 'data-engineering',
          tier: 'APPLICATION',
        },
        settled: { team: 'data-engineering' },
      },
    });
  });

  it('refuses a name that is that of another image of the catalogue', () => {
    expect(refusalOf(plan({ name: 'node' }))).toBe(
      'INVALID_REQUEST: The catalogue has an image node of its own, which people would take yours for. Please choose another --name.',
    );
    expect(refusalOf(plan({ name: 'python' }))).toBe('planned');
  });

  it('provisions it under a name of its own', () => {
    const { effects, facts } = partsOf(plan({ name: 'python-ml' }));

    expect(effects).toEqual([
      {
        operation: 'image:provision',
        target: 'python-ml',
        source: 'python:latest-dev',
        tier: 'APPLICATION',
        name: 'python-ml',
      },
    ]);
    expect(facts).toMatchObject({ image: 'python:latest-dev', name: 'python-ml' });
  });

  it('has the same effects whatever the reason, the team and the state of the rest', () => {
    const other = plan(
      { justification: 'Another reason' },
      { repos: [], limit: 9 },
      { teams: ['trusted'] },
    );

    expect(partsOf(other).effects).toEqual(partsOf(plan()).effects);
  });

  it.each([
    ['static:latest', 'BASE'],
    ['node:22', 'DEVTOOLS'],
    ['node', 'DEVTOOLS'],
  ])('finds the tier of %s, also where the catalogue stands for all tags', (image, tier) => {
    expect(partsOf(plan({ image })).facts).toMatchObject({ image, tier });
  });

  it('prefers the entry with the tag to the one that stands for all tags', () => {
    const images = [
      { name: 'python', tier: 'BASE' as const },
      { name: 'python:latest-dev', tier: 'FIPS' as const },
    ];

    expect(partsOf(plan({}, { images })).facts).toMatchObject({ tier: 'FIPS' });
  });
});

const approvedFor = (planned: Planned): unknown =>
  partsOf(planned).resource?.attributes['autoApproved'];

describe('the team of a request', () => {
  it('is none for somebody who is in none, even where none were trusted', () => {
    const planned = plan({}, {}, { teams: [] }, { autoApproveTeams: new Set(['none']) });

    expect(partsOf(planned).facts).toMatchObject({ team: 'none' });
    expect(approvedFor(planned)).toBe(false);
  });

  it('is the only one of somebody who is in one, and is trusted where the house says so', () => {
    const planned = plan({}, {}, { teams: ['trusted'] });

    expect(partsOf(planned).facts).toMatchObject({ team: 'trusted' });
    expect(approvedFor(planned)).toBe(true);
  });

  it('is the one that is named of several, and only that one counts', () => {
    const teams = ['web', 'trusted'];

    expect(approvedFor(plan({ team: 'trusted' }, {}, { teams }))).toBe(true);
    expect(approvedFor(plan({ team: 'web' }, {}, { teams }))).toBe(false);
  });

  it('must be named by somebody who is in several', () => {
    expect(refusalOf(plan({}, {}, { teams: ['web', 'trusted'] }))).toBe(
      'INVALID_REQUEST: You are in several teams, so please say for which one: add --team (your teams: web, trusted).',
    );
  });

  it('cannot be one of others', () => {
    expect(refusalOf(plan({ team: 'trusted' }))).toBe(
      "INVALID_REQUEST: You are not in the team 'trusted' (your teams: data-engineering). Leave --team out, or name a team of yours.",
    );
    expect(refusalOf(plan({ team: 'trusted' }, {}, { teams: [] }))).toBe(
      "INVALID_REQUEST: You are not in the team 'trusted' (you are in no team). Leave --team out, or name a team of yours.",
    );
  });
});

const notFound = (image: string, names: readonly string[] = []): string =>
  refusalOf(
    plan(
      { image },
      names.length === 0
        ? {}
        : { images: names.map((name) => ({ name, tier: 'APPLICATION' as const })) },
    ),
  );

describe('an image that the catalogue does not have', () => {
  it('is refused with the names that are near', () => {
    expect(notFound('pyhton:latest')).toBe(
      'IMAGE_NOT_IN_CATALOG: Image not found in catalog: pyhton:latest. Did you mean python:latest or python:latest-dev?',
    );
  });

  it('is refused with the other tags where only the tag is wrong, the nearest first', () => {
    expect(notFound('python:latest-dve')).toBe(
      'IMAGE_NOT_IN_CATALOG: Image not found in catalog: python:latest-dve. Did you mean python:latest-dev or python:latest?',
    );
    expect(notFound('python:3.9')).toContain('Did you mean python:latest or python:latest-dev?');
  });

  it('is refused with at most five names', () => {
    const names = ['1', '2', '3', '4', '5', '6'].map((tag) => `go:${tag}-alpine-slim`);

    expect(notFound('go:latest', names)).toMatch(
      /Did you mean go:1-alpine-slim or .* or go:5-alpine-slim\?$/,
    );
  });

  it('is refused with the way to the catalogue where nothing is near', () => {
    expect(notFound('oracle-enterprise:23')).toBe(
      'IMAGE_NOT_IN_CATALOG: Image not found in catalog: oracle-enterprise:23. See https://images.chainguard.dev for the images that there are.',
    );
  });
});

const has = (...names: readonly string[]) => names.map((name) => ({ id: `id-${name}`, name }));

describe('an image that cannot be provisioned', () => {
  it('is refused with the way to pull it where it is there already', () => {
    expect(refusalOf(plan({}, { repos: has('python') }))).toBe(
      'ALREADY_PROVISIONED: Image already provisioned: python:latest-dev. You can pull it now: cgr.dev/acme/python:latest-dev',
    );
    expect(refusalOf(plan({ image: 'node' }, { repos: has('node') }))).toContain(
      'You can pull it now: cgr.dev/acme/node',
    );
    expect(refusalOf(plan({}, { repos: has('python') }, {}, { organisation: undefined }))).toBe(
      'ALREADY_PROVISIONED: Image already provisioned: python:latest-dev. You can pull it now.',
    );
  });

  it('is refused where its own name is taken, and not where only the image is there', () => {
    expect(refusalOf(plan({ name: 'python-ml' }, { repos: has('python-ml') }))).toBe(
      'ALREADY_PROVISIONED: The name python-ml is taken. Please choose another --name.',
    );
    expect(plan({ name: 'python-ml' }, { repos: has('python') }).kind).toBe('planned');
  });

  it('is refused where the organisation has all that it may have', () => {
    expect(refusalOf(plan({}, { repos: has('a', 'b'), limit: 2 }))).toBe(
      'ORG_LIMIT_REACHED: Organization limit reached (2/2). Unused images must be removed first: chainctl images repos list --parent=<ORG_ID>, then chainctl images repo delete <REPO_ID>.',
    );
    expect(plan({}, { repos: has('a', 'b', 'c'), limit: 2 }).kind).toBe('refused');
    expect(plan({}, { repos: has('a', 'b'), limit: 3 }).kind).toBe('planned');
  });

  it('is told first what the person can mend, then what is so', () => {
    const full = { repos: has('python'), limit: 1 };

    expect(refusalOf(plan({ image: 'nothing:1', team: 'web' }, full))).toContain('INVALID_REQUEST');
    expect(refusalOf(plan({ image: 'nothing:1' }, full))).toContain('IMAGE_NOT_IN_CATALOG');
    expect(refusalOf(plan({}, full))).toContain('ALREADY_PROVISIONED');
    expect(refusalOf(plan({ name: 'own' }, full))).toContain('ORG_LIMIT_REACHED');
  });
});
