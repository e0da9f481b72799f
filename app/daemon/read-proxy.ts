import { fail, type Result, succeed } from '../../lib/kernel/result.ts';

/** The proxies on the way out. A text is empty where there is none. */
export interface ProxySettings {
  /** For http and ws, with a tunnel (CONNECT) all the same; and for https and wss where they have none of their own. */
  readonly httpProxy: string;
  /** For https and wss. */
  readonly httpsProxy: string;
  /** Hosts that are reached directly, by comma: a name stands for its subdomains too, `*` for everything. */
  readonly noProxy: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** As curl has it, the lower-case one counts where both are set. */
const either = (set: Variables, name: string): string | undefined =>
  set[name.toLowerCase()] ?? set[name];

/** Without a scheme it is http, as with curl. */
const withScheme = (text: string): string =>
  text === '' || text.includes('://') ? text : `http://${text}`;

const isProxyUrl = (text: string): boolean => {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return protocol === 'http:' || protocol === 'https:';
};

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in upper or lower case, from the variables that are set. Undefined if none
 * names a proxy. The problems name their variable and repeat nothing of its value, which may hold a password.
 */
export const readProxy = (set: Variables): Result<ProxySettings | undefined, readonly string[]> => {
  const read = (name: string): string => withScheme((either(set, name) ?? '').trim());
  const [httpProxy, httpsProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY')];
  const problems = Object.entries({ HTTP_PROXY: httpProxy, HTTPS_PROXY: httpsProxy })
    .filter(([, url]) => url !== '' && !isProxyUrl(url))
    .map(([name]) => `${name}: expected the URL of a proxy, as http://proxy.example.com:3128`);
  if (problems.length > 0) {
    return fail(problems);
  }
  const noProxy = (either(set, 'NO_PROXY') ?? '').trim();
  const isNone = httpProxy === '' && httpsProxy === '';
  return succeed(isNone ? undefined : { httpProxy, httpsProxy, noProxy });
};

/** What nobody may see of them: the passwords, and the header that carries them. */
export const proxySecrets = (proxy: ProxySettings | undefined): readonly string[] =>
  [proxy?.httpProxy ?? '', proxy?.httpsProxy ?? '']
    .filter((url) => url !== '')
    .map((url) => new URL(url))
    .filter(({ password }) => password !== '')
    .flatMap(({ username, password }) => {
      const plain = decodeURIComponent(password);
      const credentials = `${decodeURIComponent(username)}:${plain}`;
      return [password, plain, Buffer.from(credentials).toString('base64')];
    });
