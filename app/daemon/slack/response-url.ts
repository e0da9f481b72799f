import type { Millis } from '../../../lib/kernel/clock.ts';

/** How long Slack may take to take an answer. */
const postLimit: Millis = 5_000;

/** Posts JSON to a response_url; rejects unless Slack took it. The URL is a secret and stands in no error. */
export const postToResponseUrl = async (url: string, body: unknown): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(postLimit),
  });
  await answer.arrayBuffer();
  if (!answer.ok) {
    throw new Error(`the response_url answered ${answer.status}`);
  }
};
