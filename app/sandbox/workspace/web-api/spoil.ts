import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Clock, pause } from '../../../../lib/kernel/clock.ts';
import type { Fault } from './faults.ts';
import { answerHttp } from './http-answer.ts';

const cut = ({ socket }: { readonly socket: Socket }): Response => {
  socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
};

/** Answers a request the way `fault` says; `work` does what was asked for and makes the answer. */
export const spoil = async (
  fault: Fault,
  clock: Clock,
  incoming: IncomingMessage,
  work: () => Response,
): Promise<Response> => {
  switch (fault.kind) {
    case 'http':
      return answerHttp(fault.status, fault.retryAfter);
    case 'error':
      return Response.json({ ok: false, error: fault.code });
    case 'reset':
      return cut(incoming);
    case 'lost answer':
      work();
      return cut(incoming);
    case 'late': {
      const answer = work();
      await pause(clock, fault.by);
      return answer;
    }
    case 'silence':
    default:
      return RESPONSE_ALREADY_SENT;
  }
};
