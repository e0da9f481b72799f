import { describe, expect, it } from '@jest/globals';
import { type FunctionCall, isReading, readAnswer } from './function-call.ts';
import { imageProvisionerRequestSchema } from './image-provisioner.ts';
import { orchestratorRequestSchema } from './orchestrator.ts';

const header = {
  operation_id: 'op-abc123',
  user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
} as const;

const status = {
  function: 'orchestrator',
  payload: { action: 'status', ...header, environment: 'dev' },
} as const satisfies FunctionCall;

const catalog = {
  function: 'image-provisioner',
  payload: { action: 'catalog', ...header },
} as const satisfies FunctionCall;

const provision = {
  function: 'image-provisioner',
  payload: { action: 'provision', ...header, image: 'python:latest-dev' },
} as const satisfies FunctionCall;

describe('the answers of functions', () => {
  it('reads the response of the very action that was called, typed', () => {
    const read = readAnswer(provision, {
      success: true,
      repo_id: 'r1',
      name: 'python',
      pull_string: 'cgr.dev/acme/python:latest-dev',
    });

    // The type is that of the action: this would not compile for a status call.
    const pullString = read.ok && read.value.success ? read.value.pull_string : undefined;

    expect(pullString).toBe('cgr.dev/acme/python:latest-dev');
  });

  it('reads the refusal of any action', () => {
    const refusal = { success: false, error: { code: 'RATE_LIMITED', message: 'later' } };

    expect(readAnswer(status, refusal)).toEqual({ ok: true, value: refusal });
    expect(readAnswer(catalog, refusal)).toEqual({ ok: true, value: refusal });
  });

  it('refuses the response of another action', () => {
    const read = readAnswer(status, { success: true, images: [], repos: [], limit: 2500 });

    expect(read.ok).toBe(false);
  });

  it('refuses unknown fields and unknown error codes, naming them', () => {
    expect(
      readAnswer(catalog, { success: true, images: [], repos: [], limit: 2500, more: 1 }),
    ).toEqual({ ok: false, error: 'more: not known here; leave it out' });
    expect(
      readAnswer(catalog, { success: false, error: { code: 'OOPS', message: 'x' } }),
    ).toMatchObject({ ok: false, error: expect.stringContaining('error.code') });
  });

  it.each([[null], [undefined], ['text'], [{}], [[]], [{ success: 'true' }]])(
    'refuses %j as an answer',
    (sent) => {
      expect(readAnswer(status, sent).ok).toBe(false);
    },
  );
});

describe('which calls only read', () => {
  it('counts status and catalog among them, but not provision', () => {
    expect([status, catalog, provision].map((call) => isReading(call))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('throws for an action that the table does not hold', () => {
    const broken = { function: 'orchestrator', payload: { action: 'dance' } };

    // @ts-expect-error: types forbid it, but a call may come from untyped code.
    expect(() => isReading(broken)).toThrow(/dance/);
  });
});

describe('the requests of functions', () => {
  it('are accepted as the daemon builds them', () => {
    expect(orchestratorRequestSchema.safeParse(status.payload).success).toBe(true);
    expect(imageProvisionerRequestSchema.safeParse(catalog.payload).success).toBe(true);
    expect(imageProvisionerRequestSchema.safeParse(provision.payload).success).toBe(true);
  });

  it.each(['op-abc12', 'op-abcdefghijklm', 'op-ABC123', 'abc123', 'op-abc123\n', ' op-abc123'])(
    'need an operation id of the agreed shape, unlike %j',
    (operationId) => {
      const request = { ...status.payload, operation_id: operationId };

      expect(orchestratorRequestSchema.safeParse(request).success).toBe(false);
    },
  );

  it.each(['user_id', 'username', 'display_name'] as const)('need %s', (field) => {
    const { [field]: _, ...rest } = header.user_info;

    const request = { ...catalog.payload, user_info: rest };

    expect(imageProvisionerRequestSchema.safeParse(request).success).toBe(false);
  });
});
