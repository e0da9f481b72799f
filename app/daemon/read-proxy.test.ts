import { describe, expect, it } from '@jest/globals';
import { proxySecrets, readProxy } from './read-proxy.ts';

const http = 'http://proxy.example.com:3128';
const https = 'https://proxy.example.com';

describe('the proxy settings', () => {
  it('are none where no variable names a proxy, whatever NO_PROXY says', () => {
    expect(readProxy({ NO_PROXY: '*' })).toEqual({ ok: true, value: undefined });
  });

  it.each([
    { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: ' a.test,.b.test ' },
    { http_proxy: http, https_proxy: https, no_proxy: 'a.test,.b.test' },
  ])('are read in upper and in lower case: %j', (set) => {
    expect(readProxy(set)).toEqual({
      ok: true,
      value: { httpProxy: http, httpsProxy: https, noProxy: 'a.test,.b.test' },
    });
  });

  it('follow the lower-case variable where both are set, as curl does', () => {
    expect(readProxy({ HTTPS_PROXY: http, https_proxy: https })).toMatchObject({
      value: { httpProxy: '', httpsProxy: https, noProxy: '' },
    });
  });

  it('take a proxy without a scheme for one that speaks http', () => {
    expect(readProxy({ HTTPS_PROXY: 'proxy.example.com:3128' })).toMatchObject({
      value: { httpsProxy: http },
    });
  });

  it.each(['socks5://proxy.test', 'http://', 'http://user:%zz@proxy.test', 'http://a b'])(
    'refuse what is no proxy of ours, and repeat nothing of it: %s',
    (url) => {
      const problem = 'expected the URL of a proxy, as http://proxy.example.com:3128';
      expect(readProxy({ HTTPS_PROXY: url, http_proxy: url })).toEqual({
        ok: false,
        error: [`HTTP_PROXY: ${problem}`, `HTTPS_PROXY: ${problem}`],
      });
    },
  );

  it('have secrets: the passwords, and what carries them to the proxy', () => {
    expect(
      proxySecrets({
        httpProxy: 'http://proxy.test',
        httpsProxy: 'http://quarter:not%40real@proxy.test',
        noProxy: '',
      }),
    ).toEqual(['not%40real', 'not@real', Buffer.from('quarter:not@real').toString('base64')]);
    expect(proxySecrets(undefined)).toEqual([]);
  });
});
