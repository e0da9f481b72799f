import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeError } from '../../../lib/kernel/errors.ts';
import { postToResponseUrl } from './response-url.ts';

interface Taken {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: unknown;
}

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** Serves one way of answering; the URL has a part that nobody may see. */
const serve = (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly taken: readonly Taken[] }> =>
  new Promise((resolve) => {
    const taken: Taken[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      request.on('end', () => {
        const { method, headers } = request;
        taken.push({ method, type: headers['content-type'], body: JSON.parse(text) });
        answer(request, response);
      });
    });
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve({ url: `http://127.0.0.1:${port}/actions/T0/1/not-a-real-one`, taken });
    });
  });

const errorOf = (posting: Promise<void>): Promise<string> =>
  posting.then(
    () => 'none',
    (error: unknown) => describeError(error),
  );

describe('posting to a response_url', () => {
  it('sends JSON, and resolves when Slack took it', async () => {
    const { url, taken } = await serve((_, response) => response.end('ok'));
    await postToResponseUrl(url, { text: 'für alle' });
    expect(taken).toEqual([
      { method: 'POST', type: 'application/json; charset=utf-8', body: { text: 'für alle' } },
    ]);
  });

  it.each([404, 400, 500, 429])('rejects with the status when Slack answers %i', async (status) => {
    const { url } = await serve((_, response) => response.writeHead(status).end('used_url'));
    expect(await errorOf(postToResponseUrl(url, {}))).toBe(`the response_url answered ${status}`);
  });

  it('rejects with Slack’s word for it also where the status says that all is well', async () => {
    const { url } = await serve((_, response) =>
      response.end('{"ok":false,"error":"invalid_blocks"}'),
    );
    expect(await errorOf(postToResponseUrl(url, {}))).toBe(
      'the response_url answered 200 invalid_blocks',
    );
  });

  it('follows nobody to another place', async () => {
    const other = await serve((_, response) => response.end('ok'));
    const { url } = await serve((_, response) =>
      response.writeHead(307, { location: other.url }).end(),
    );
    expect(await errorOf(postToResponseUrl(url, {}))).not.toBe('none');
    expect(other.taken).toEqual([]);
  });

  it('tells no secret in its errors', async () => {
    const { url } = await serve((request) => request.socket.destroy());
    const errors = [
      await errorOf(postToResponseUrl(url, {})),
      await errorOf(postToResponseUrl('http://127.0.0.1:1/actions/not-a-real-one', {})),
      await errorOf(postToResponseUrl('no URL: not-a-real-one', {})),
    ];
    expect(errors).not.toContain('none');
    expect(errors.join('\n')).not.toContain('not-a-real-one');
  });
});
