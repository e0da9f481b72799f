/**
 * What secrets look like when nobody has told us their value. Every pattern matches the secret part alone, so that
 * the rest stays readable, and is linear in the length of the text.
 */
export const secretShapes: readonly RegExp[] = [
  // Slack tokens: bot, user, app-level, configuration, refresh, session and workflow.
  /(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}/g,
  /(?<![A-Za-z0-9])(?:xapp|xwfp)-[A-Za-z0-9-]{6,}/g,
  // AWS access key ids, long-lived and temporary.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  // JSON Web Tokens: header and payload begin with {" in base64url.
  /(?<![\w-])eyJ[\w-]{5,}\.eyJ[\w-]*(?:\.[\w-]*)?/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Credentials of an Authorization header; a word of prose after "Bearer" has no digit, no = and not 20 letters.
  /(?<=\b(?:bearer|basic)\s)(?:(?=[A-Za-z._~+/-]*[\d=])[\w.~+/-]{6,}|[\w.~+/-]{20,})=*/gi,
  // Incoming webhooks, and the response_urls of commands and actions.
  /(?<=hooks\.slack(?:-gov)?\.com\/)[^\s"'<>|)\\]+/g,
  // Socket tickets, and what else travels in a query.
  /(?<=[?&;](?:ticket|token|access_token|secret|password|signature|X-Amz-Signature|X-Amz-Security-Token)=)[^\s&#"'<>|)\\]+/gi,
  // Signatures of requests: Slack's v0=, GitHub's sha256=.
  /(?<=\b(?:v0|sha1|sha256)=)[0-9a-f]{40,}/g,
  // The user information of a URL.
  /(?<=:\/\/)[^\s/@:|<>"'?#]*:[^\s/@|<>"'?#]+(?=@)/g,
];

const secretKeyEndings = [
  'token',
  'secret',
  'secrets',
  'password',
  'passwd',
  'passphrase',
  'authorization',
  'signature',
  'responseurl',
  'apikey',
  'accesskey',
  'privatekey',
  'hmackey',
  'cookie',
  'credentials',
];

/**
 * Whether what stands under this key is a secret by its name, as `token`, `SLACK_BOT_TOKEN`, `x-slack-signature` or
 * `responseUrl`. Not so: `trigger_id` (dead after three seconds), `token_secret_arn` (a name).
 */
export const isSecretKey = (key: string): boolean => {
  const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretKeyEndings.some((ending) => plain.endsWith(ending));
};
