/** An answer that is no HTTP 200, as Slack gives it: 429 says after how many seconds to come again. */
export const answerHttp = (status: number, retryAfter: number | undefined): Response =>
  Response.json(
    { ok: false, error: status === 429 ? 'ratelimited' : `http_${status}` },
    { status, headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } },
  );
