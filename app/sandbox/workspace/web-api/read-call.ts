import type { HonoRequest } from 'hono';
import { isJsonObject, type JsonObject } from '../json.ts';

/** A call of the Web API as it came in. */
export interface RawCall {
  readonly token: string | undefined;
  /** Whether the token stood among the arguments instead of the Authorization header. */
  readonly tokenIsArgument: boolean;
  /** The arguments without the token; nested ones decoded. */
  readonly args: JsonObject;
  /** Why the body could not be read. */
  readonly problem?: 'invalid_json' | 'invalid_post_type';
}

const nested = new Set(['blocks', 'attachments', 'metadata', 'view']);

const decode = (key: string, value: unknown): unknown => {
  if (!nested.has(key) || typeof value !== 'string') {
    return value;
  }
  try {
    const decoded: unknown = JSON.parse(value);
    return decoded;
  } catch {
    return value;
  }
};

interface Body {
  readonly args: JsonObject;
  readonly isForm: boolean;
  readonly problem?: RawCall['problem'];
}

const readBody = async (request: HonoRequest): Promise<Body> => {
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (request.method === 'GET') {
    return { args: {}, isForm: true };
  }
  const body = await request.text();
  if (type === 'application/json') {
    const value = body === '' ? {} : decode('view', body);
    return isJsonObject(value)
      ? { args: value, isForm: false }
      : { args: {}, isForm: false, problem: 'invalid_json' };
  }
  if (type === 'application/x-www-form-urlencoded' || body === '') {
    return { args: Object.fromEntries(new URLSearchParams(body)), isForm: true };
  }
  return { args: {}, isForm: false, problem: 'invalid_post_type' };
};

/**
 * Reads a call in any of Slack's three ways: form-encoded with nested values in JSON, a JSON body, or a query. The
 * token is taken from `Authorization: Bearer` or, except in JSON, from the argument `token`.
 */
export const readCall = async (request: HonoRequest): Promise<RawCall> => {
  const body = await readBody(request);
  const { token: argument, ...args } = { ...request.query(), ...body.args };
  const header = /^Bearer (.+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const given = body.isForm && typeof argument === 'string' ? argument : undefined;
  return {
    token: header ?? given,
    tokenIsArgument: header === undefined,
    args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, decode(key, value)])),
    ...(body.problem !== undefined && { problem: body.problem }),
  };
};
