import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { respond } from '../interactivity/respond.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { AnswerCall, CallOutcome } from './answer-call.ts';
import { type ApiAnswer, refuse } from './api-method.ts';
import type { CallLog } from './calls.ts';
import type { FaultQueue } from './faults.ts';
import { answerHttp } from './http-answer.ts';
import { readCall } from './read-call.ts';
import { spoil } from './spoil.ts';

/** What the routes are made of. */
export interface RoutePorts {
  readonly state: WorkspaceState;
  readonly answerCall: AnswerCall;
  readonly calls: CallLog;
  readonly faults: FaultQueue;
}

interface Environment {
  Bindings: HttpBindings;
}

interface Work {
  readonly method: string;
  readonly args: JsonObject;
  readonly run: () => CallOutcome;
  readonly render: (answer: ApiAnswer) => Response;
}

/** Does the work unless a fault is in its way, and records the call with what came or would have come of it. */
const perform = async (
  { state, calls, faults }: RoutePorts,
  context: Context<Environment>,
  { method, args, run, render }: Work,
): Promise<Response> => {
  const at = state.clock.now();
  const fault = faults.take(method);
  const work = (): Response => {
    const { answer, retryAfter } = run();
    calls.add({ method, args, answer, at });
    return retryAfter === undefined ? render(answer) : answerHttp(429, retryAfter);
  };
  if (fault === undefined) {
    return work();
  }
  const isUndone = !['lost answer', 'late'].includes(fault.kind);
  if (isUndone) {
    const error = fault.kind === 'error' ? fault.code : `fault: ${fault.kind}`;
    calls.add({ method, args, answer: refuse(error), at });
  }
  return spoil(fault, state.clock, context.env.incoming, work);
};

const answerOverUrl = (state: WorkspaceState, path: string, body: JsonObject): ApiAnswer => {
  const target = state.responseUrls.look(path);
  if (!target.ok) {
    return refuse(target.error);
  }
  const problem = respond(state, target.value, body);
  if (problem !== undefined) {
    return refuse(problem);
  }
  state.responseUrls.use(path);
  return { ok: true };
};

const gone = new Set(['used_url', 'expired_url', 'unknown_url', 'message_not_found']);

/** `ok` as plain text; a refusal with 404 where the URL or the message is gone, else with 400. */
const renderOverUrl = (answer: ApiAnswer): Response =>
  answer.ok
    ? new Response('ok')
    : Response.json(answer, { status: gone.has(String(answer['error'])) ? 404 : 400 });

/** The HTTP side of the workspace: `/api/<method>`, and the response_urls below `/commands/` and `/actions/`. */
export const createRoutes = (ports: RoutePorts): Hono<Environment> => {
  const { state, answerCall } = ports;
  const routes = new Hono<Environment>();

  routes.on(['GET', 'POST'], '/api/:method', async (context) => {
    const call = await readCall(context.req);
    const method = context.req.param('method');
    return perform(ports, context, {
      method,
      args: call.args,
      run: () => answerCall(method, call),
      render: (answer) =>
        Response.json(answer, { headers: { 'x-oauth-scopes': [...state.scopes].join(',') } }),
    });
  });

  const takeResponse = async (context: Context<Environment>): Promise<Response> => {
    const { path } = context.req;
    const body: unknown = await context.req.json().catch(() => undefined);
    const args = isJsonObject(body) ? body : {};
    return perform(ports, context, {
      method: 'response_url',
      args,
      run: () => ({
        answer: isJsonObject(body) ? answerOverUrl(state, path, body) : refuse('invalid_payload'),
      }),
      render: renderOverUrl,
    });
  };
  routes.post('/commands/*', takeResponse);
  routes.post('/actions/*', takeResponse);
  return routes;
};
