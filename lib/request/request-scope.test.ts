import { describe, expect, it } from '@jest/globals';
import { requestOf } from './proposal.fixture.ts';
import { createRequestScope } from './request-scope.ts';
import { openShop } from './workflow.fixture.ts';

/** The scope of a root in a workflow that holds one request, for the operation of this name. */
const scopeOver = (root: string, operation: string) => {
  const request = requestOf({ operation });
  const { workflow } = openShop();
  return { request, scope: createRequestScope(root, { ...workflow, load: async () => request }) };
};

describe('the scope of a slash command', () => {
  it.each([
    ['thing', 'thing'],
    ['thing', 'thing build'],
    ['thing', 'thing build all'],
    ['request-image', 'request-image'],
  ])('/%s holds the requests for %j', async (root, operation) => {
    const { request, scope } = scopeOver(root, operation);

    expect(scope.covers(request)).toBe(true);
    expect(await scope.planOn('request:read', request.id)).toMatchObject({ kind: 'planned' });
  });

  it.each([
    ['thing', 'things'],
    ['thing', 'thing-builder build'],
    ['thing', 'thingbuild'],
    ['thing', 'some thing'],
    ['thing build', 'thing'],
    ['request-image', 'request-image-old'],
  ])('/%s holds none for %j, which is another command', async (root, operation) => {
    const { request, scope } = scopeOver(root, operation);

    expect(scope.covers(request)).toBe(false);
    expect(await scope.planOn('request:approve', request.id)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'NOT_FOUND' },
    });
  });
});

describe('the scope of the operations on whatever request', () => {
  it.each(['thing', 'request-image', 'infra stop'])('holds the requests for %j', (operation) => {
    const { request, scope } = scopeOver('request', operation);

    expect(scope.covers(request)).toBe(true);
  });
});
