import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { type CloudSwitches, createCloudSwitches } from '../cloud/cloud-switches.ts';
import type { RegistrySwitches } from '../cloud/simulated-registry.ts';
import { createFaultQueue, invocationFaults } from '../lambda/invocation-faults.ts';
import { startTestApp, type TestApp } from '../workspace/test-app.fixture.ts';
import { createControl } from './control.ts';

const clock = createManualClock();
let app: TestApp;
let control: Hono;
let functions: ReturnType<typeof createFaultQueue>;
let cloud: CloudSwitches;
let registry: RegistrySwitches;

beforeEach(async () => {
  app = await startTestApp({ clock }, false);
  functions = createFaultQueue();
  cloud = createCloudSwitches();
  registry = { failure: undefined, limitReached: false, delay: 0, retiered: new Map() };
  control = createControl({ workspace: app.workspace, functions, cloud, registry });
});
afterEach(() => app.stop());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const send = async (
  path: string,
  order: unknown,
  headers: Readonly<Record<string, string>> = { 'Content-Type': 'application/json' },
): Promise<Answer> => {
  const body = typeof order === 'string' ? order : JSON.stringify(order);
  const answer = await control.request(path, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.json() };
};
const forget = async (query = ''): Promise<number> =>
  (await control.request(`/faults${query}`, { method: 'DELETE' })).status;

const callAuth = (): Promise<Response> =>
  fetch(`${app.workspace.apiUrl}auth.test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.workspace.botToken}` },
  });

describe('faults of Slack', () => {
  it('spoil as many calls of their method as they are told to', async () => {
    const order = { target: 'slack', method: 'auth.test', fault: 'rate-limit', retryAfter: 7 };
    const { status, body } = await send('/faults', { ...order, times: 2 });

    expect(status).toBe(200);
    expect(body).toMatchObject({ slack: { faults: 2 }, functions: { faults: 0 } });
    const first = await callAuth();
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await callAuth()).status).toBe(429);
    expect((await callAuth()).status).toBe(200);
  });

  it.each([
    [{ fault: 'http', status: 503 }, 503, { error: 'http_503' }],
    [{ fault: 'http', status: 429, retryAfter: 2 }, 429, { error: 'ratelimited' }],
    [{ fault: 'error', code: 'internal_error' }, 200, { error: 'internal_error' }],
  ])('may be %j, of any method where none is named', async (fault, status, body) => {
    await send('/faults', { target: 'slack', ...fault });
    const answer = await callAuth();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
  });

  it.each(['reset', 'answer-lost'])('may cut the connection: %s', async (fault) => {
    await send('/faults', { target: 'slack', fault });
    await expect(callAuth()).rejects.toThrow('fetch failed');
    expect(app.workspace.calls().map(({ answer }) => answer.ok)).toEqual([fault === 'answer-lost']);
  });

  it('may make an answer late, or keep it', async () => {
    await send('/faults', { target: 'slack', fault: 'late', by: 5_000 });
    const late = callAuth();
    await app.workspace.until(() => app.workspace.calls().length === 1);
    await clock.advance(5_000);
    expect((await late).status).toBe(200);
    await send('/faults', { target: 'slack', fault: 'silence' });
    const answered = callAuth().then(
      () => 'an answer',
      () => 'none',
    );
    await app.workspace.until(() => app.workspace.calls().length === 2);
    await app.workspace.stop();
    expect(await answered).toBe('none');
  });
});

describe('faults of the functions', () => {
  it.each(invocationFaults)('may be %s', async (fault) => {
    expect((await send('/faults', { target: 'functions', fault })).status).toBe(200);
    expect(functions.take('status')).toBe(fault);
    expect(functions.take('status')).toBeUndefined();
  });

  it('wait for their action, as often as they are told to', async () => {
    const order = { target: 'functions', action: 'provision', fault: 'answer-lost', times: 2 };
    await send('/faults', order);
    const calls = ['status', 'provision', 'provision', 'provision'];
    expect(calls.map((action) => functions.take(action))).toEqual([
      undefined,
      'answer-lost',
      'answer-lost',
      undefined,
    ]);
  });
});

const waiting = (): readonly number[] => [app.workspace.faults.waiting, functions.waiting];

describe('forgetting faults', () => {
  beforeEach(async () => {
    await send('/faults', { target: 'slack', fault: 'silence', times: 3 });
    await send('/faults', { target: 'functions', fault: 'no-answer', times: 4 });
  });
  it.each([
    ['', 200, [0, 0]],
    ['?target=slack', 200, [0, 4]],
    ['?target=functions', 200, [3, 0]],
    ['?target=cloud', 400, [3, 4]],
    ['?method=auth.test', 400, [3, 4]],
  ])('%s answers %i', async (query, status, left) => {
    expect(await forget(query)).toBe(status);
    expect(waiting()).toEqual(left);
  });
});

describe('an order that cannot be understood', () => {
  it.each([
    ['/faults', {}, 'target: expected one of: slack, functions'],
    ['/faults', [], 'Invalid input: expected object, received array'],
    ['/faults', { target: 'slack' }, 'fault: expected one of: rate-limit, http, error, reset,'],
    [
      '/faults',
      { target: 'slack', method: 'chat.shout', fault: 'reset' },
      'method: expected one of: auth.test, apps.connections.open, chat.postMessage,',
    ],
    ['/faults', { target: 'slack', fault: 'rate-limit' }, 'retryAfter: Invalid input'],
    ['/faults', { target: 'slack', fault: 'reset', times: 0 }, 'times: Too small'],
    [
      '/faults',
      { target: 'slack', fault: 'reset', retryAfter: 3 },
      'retryAfter: not known here; leave it out',
    ],
    ['/faults', { target: 'functions', fault: 'reset' }, 'fault: expected one of: throttled,'],
    [
      '/faults',
      { target: 'functions', fault: 'no-answer', action: 'destroy' },
      'action: expected one of: status, stop, start, spinup',
    ],
    ['/sockets', { do: 'explode' }, 'do: expected one of: refresh, warn, drop, half-open,'],
    ['/sockets', { do: 'drop', socket: 'first' }, 'socket: expected the number of a socket'],
    ['/sockets', { do: 'disable', socket: 0 }, 'socket: not known here; leave it out'],
    ['/cloud', { broken: true }, 'broken: not known here; leave it out'],
    ['/registry', { failure: 'fire' }, 'failure: expected one of: token-expired, rate-limited,'],
  ])('is answered with what was expected: %s %j', async (path, order, problem) => {
    const before = await (await control.request('/')).json();
    const { status, body } = await send(path, order);
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.stringContaining(problem) });
    expect(await (await control.request('/')).json()).toEqual(before);
  });

  it('may be no JSON, or not say that it is', async () => {
    expect(await send('/faults', '{')).toEqual({
      status: 400,
      body: { error: 'the body is not JSON' },
    });
    const plain = await send('/cloud', { unavailable: true }, { 'Content-Type': 'text/plain' });
    expect(plain.status).toBe(415);
    expect(cloud.unavailable).toBe(false);
  });

  it.each(['cross-site', 'same-site'])('may come from another site: %s', async (site) => {
    const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': site };
    const init = { method: 'POST', headers, body: '{"unavailable":true}' };
    expect((await control.request('/cloud', init)).status).toBe(403);
    expect(cloud.unavailable).toBe(false);
    await send('/faults', { target: 'slack', fault: 'silence' });
    expect((await control.request('/faults', { method: 'DELETE', headers })).status).toBe(403);
    expect(app.workspace.faults.waiting).toBe(1);
  });
});

describe('the switches', () => {
  it('of the cloud keep their place until they are named again', async () => {
    await send('/cloud', { unavailable: true });
    expect((await send('/cloud', { delay: 2_000 })).body).toMatchObject({
      cloud: { unavailable: true, delay: 2_000 },
    });
    await send('/cloud', { unavailable: false });
    expect(cloud).toMatchObject({ unavailable: false, delay: 2_000, refuseNext: 0 });
  });

  it('of the registry too, and null ends its failure', async () => {
    await send('/registry', { failure: 'unavailable', limitReached: true });
    expect(registry).toMatchObject({
      failure: { kind: 'unavailable', reason: 'switched off in the sandbox' },
      limitReached: true,
      delay: 0,
    });
    expect((await send('/registry', { failure: 'token-expired', delay: 1 })).body).toMatchObject({
      registry: { failure: 'token-expired', limitReached: true, delay: 1 },
    });
    await send('/registry', { failure: null, limitReached: false, delay: 0 });
    expect(registry).toMatchObject({ failure: undefined, limitReached: false, delay: 0 });
  });
});
