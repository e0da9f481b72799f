import type { Millis } from '../../../lib/kernel/clock.ts';
import type { Fetch } from '../outbound.ts';

/** How long Slack may take to take an answer. */
const postLimit: Millis = 5_000;

/** Slack's word for why not, as the rest of its answer is not for logs. */
const codeIn = (text: string): string => {
  const code = /"error":"(?<code>[a-z_]{1,60})"/.exec(text)?.groups?.['code'];
  return code === undefined ? '' : ` ${code}`;
};

/** Posts JSON to a response_url; rejects unless Slack took it. The URL is a secret and stands in no error. */
export const postToResponseUrl = async (
  url: string,
  body: unknown,
  fetch: Fetch = globalThis.fetch,
): Promise<void> => {
  if (!URL.canParse(url)) {
    // fetch would say so with the whole of it.
    throw new Error('the response_url is no URL');
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(postLimit),
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"ok":false')) {
    throw new Error(`the response_url answered ${answer.status}${codeIn(text)}`);
  }
};
