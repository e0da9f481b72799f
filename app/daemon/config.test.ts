import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Config, type Environment, readConfig } from './config.ts';

const enough: Environment = {
  SLACK_BOT_TOKEN: 'xoxb-not-a-real-token',
  SLACK_APP_TOKEN: 'xapp-not-a-real-token',
  APPROVAL_CHANNEL_ID: 'C0APPROVALS',
  IMAGE_PROVISIONER_LAMBDA_ARN: 'arn:aws:lambda:eu-central-1:123456789012:function:provisioner',
};

const configOf = (environment: Environment): Config => {
  const read = readConfig({ ...enough, ...environment });
  if (!read.ok) {
    throw new Error(read.error.join('\n'));
  }
  return read.value;
};

const problemsOf = (environment: Environment): readonly string[] => {
  const read = readConfig({ ...enough, ...environment });
  return read.ok ? [] : read.error;
};

const folder = mkdtempSync(join(tmpdir(), 'quartermaster-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the configuration', () => {
  it('has defaults for everything that need not be said', () => {
    expect(configOf({})).toMatchObject({
      slack: {
        apiUrl: 'https://slack.com/api/',
        connections: 2,
        approvalChannel: 'C0APPROVALS',
        notifyChannel: 'C0APPROVALS',
      },
      adminUsers: [],
      autoApproveTeams: [],
      ledger: { path: 'data/ledger.jsonl' },
      http: { host: '127.0.0.1', port: 3_000 },
      logLevel: 'info',
      file: { environments: { prod: { protected: true } } },
    });
    expect(configOf({}).functionArns.orchestrator).toBeUndefined();
    expect(configOf({}).ledger.hmacKey).toBeUndefined();
  });

  it('takes an empty variable for one that is not set', () => {
    const names = [
      'SLACK_API_URL',
      'PORT',
      'NOTIFY_CHANNEL_ID',
      'AUDIT_HMAC_KEY',
      'AUDIT_LOG_GROUP',
    ];
    expect(configOf(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(configOf({}));
    expect(problemsOf({ SLACK_BOT_TOKEN: '' })).toEqual([
      'SLACK_BOT_TOKEN: is not set; expected a bot token, which begins with xoxb-',
    ]);
  });

  it('reads lists with blanks around their entries, and without empty ones', () => {
    const { adminUsers, autoApproveTeams } = configOf({
      ADMIN_USER_IDS: ' U0ALICE , U0AMIR,,',
      AUTO_APPROVE_TEAMS: 'platform',
    });
    expect(adminUsers).toEqual(['U0ALICE', 'U0AMIR']);
    expect(autoApproveTeams).toEqual(['platform']);
  });

  it('takes the base of the Web API with or without its last slash', () => {
    expect(configOf({ SLACK_API_URL: 'http://127.0.0.1:4000/api' }).slack.apiUrl).toBe(
      'http://127.0.0.1:4000/api/',
    );
    expect(configOf({ SLACK_API_URL: 'http://127.0.0.1:4000/api/' }).slack.apiUrl).toBe(
      'http://127.0.0.1:4000/api/',
    );
  });

  it.each([
    ['SLACK_SOCKET_CONNECTIONS', '1'],
    ['SLACK_SOCKET_CONNECTIONS', '10'],
    ['PORT', '0'],
    ['PORT', '65535'],
    ['LOG_LEVEL', 'debug'],
    ['SLACK_TRANSPORT', 'socket'],
    ['APPROVAL_CHANNEL_ID', 'G0PRIVATE'],
    ['ORCHESTRATOR_LAMBDA_ARN', 'a-function_1'],
    ['ORCHESTRATOR_LAMBDA_ARN', 'arn:aws-cn:lambda:cn-north-1:1:function:name:live'],
  ])('takes %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([]);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-a-user-token', 'expected a bot token, which begins with xoxb-'],
    ['SLACK_BOT_TOKEN', 'xoxb-with blank', 'expected a bot token, which begins with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-a-bot-token', 'expected an app-level token, which begins with xapp-'],
    ['APPROVAL_CHANNEL_ID', '#approvals', 'expected the id of a Slack channel, as C012ABCDEF'],
    ['APPROVAL_CHANNEL_ID', 'D0DIRECT', 'expected the id of a Slack channel, as C012ABCDEF'],
    ['NOTIFY_CHANNEL_ID', 'general', 'expected the id of a Slack channel, as C012ABCDEF'],
    ['SLACK_API_URL', 'slack.com/api', 'expected a URL'],
    ['SLACK_API_URL', 'file:///etc/passwd', 'expected a URL'],
    ['SLACK_SOCKET_CONNECTIONS', '0', 'expected a whole number from 1 to 10'],
    ['SLACK_SOCKET_CONNECTIONS', '11', 'expected a whole number from 1 to 10'],
    ['SLACK_SOCKET_CONNECTIONS', 'two', 'expected a whole number from 1 to 10'],
    ['PORT', '65536', 'expected a whole number from 0 to 65535'],
    ['PORT', '-1', 'expected a whole number from 0 to 65535'],
    ['PORT', '3e3', 'expected a whole number from 0 to 65535'],
    ['LOG_LEVEL', 'verbose', 'expected debug, info, warn or error'],
    ['SLACK_TRANSPORT', 'websocket', 'expected socket or http'],
    [
      'ORCHESTRATOR_LAMBDA_ARN',
      'arn:aws:s3:::bucket',
      'expected the ARN or the name of a Lambda function',
    ],
    [
      'IMAGE_PROVISIONER_LAMBDA_ARN',
      'two words',
      'expected the ARN or the name of a Lambda function',
    ],
    ['AUDIT_HMAC_KEY', 'too-short', 'expected at least 32 characters'],
  ])('refuses %s=%s and says what is expected', (name, value, problem) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: ${problem}`)),
    ]);
  });

  it.each([
    ['SLACK_TRANSPORT', 'http'],
    ['AUDIT_LOG_GROUP', '/audit'],
    ['STATE_TABLE', 'state'],
    ['SLACK_BOT_TOKEN_SECRET_ARN', 'arn:aws:secretsmanager:eu-central-1:1:secret:x'],
  ])('refuses %s, which this version does not have, instead of passing over it', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: .*is not available in this version`)),
    ]);
  });

  it('tells all that is missing at once', () => {
    const read = readConfig({});
    const names = read.ok ? [] : read.error.map((problem) => problem.split(':')[0]);
    expect(new Set(names)).toEqual(
      new Set([
        'APPROVAL_CHANNEL_ID',
        'IMAGE_PROVISIONER_LAMBDA_ARN',
        'SLACK_APP_TOKEN',
        'SLACK_BOT_TOKEN',
      ]),
    );
  });

  it('tells problems of variables and of the file together', () => {
    const path = join(folder, 'wrong.yaml');
    writeFileSync(path, 'policies: {}');
    expect(problemsOf({ PORT: 'x', CONFIG_FILE: path, STATE_TABLE: 't' })).toEqual([
      expect.stringMatching(/^PORT: /),
      expect.stringMatching(/^STATE_TABLE: /),
      `${path}: policies: unknown key`,
    ]);
  });

  it('tells when the file that was named is not there', () => {
    expect(problemsOf({ CONFIG_FILE: join(folder, 'absent.yaml') })).toEqual([
      expect.stringMatching(/absent\.yaml: .*ENOENT/),
    ]);
  });

  it('reads quartermaster.yaml of the working directory when no file is named', () => {
    const before = process.cwd();
    writeFileSync(join(folder, 'quartermaster.yaml'), 'environments: { lab: {} }');
    process.chdir(folder);
    try {
      expect(Object.keys(configOf({}).file.environments)).toEqual(['lab']);
    } finally {
      process.chdir(before);
    }
  });

  it('keeps the values that nobody may see together, for the redaction', () => {
    const key = 'not-a-real-key-but-long-enough-to-be-one';
    expect(configOf({ AUDIT_HMAC_KEY: key }).secrets).toEqual([
      enough['SLACK_BOT_TOKEN'],
      enough['SLACK_APP_TOKEN'],
      key,
    ]);
  });

  it('takes the proxy from the usual variables, and keeps its password for the redaction', () => {
    const url = 'http://quarter:not-a-real-password@proxy.test:3128';
    const { proxy, secrets } = configOf({ https_proxy: url, HTTP_PROXY: '', NO_PROXY: 'a.test' });
    expect(proxy).toEqual({ httpProxy: '', httpsProxy: url, noProxy: 'a.test' });
    expect(secrets).toContain('not-a-real-password');
    expect(configOf({}).proxy).toBeUndefined();
    expect(problemsOf({ HTTPS_PROXY: 'socks5://proxy.test', PORT: 'x' })).toEqual([
      expect.stringMatching(/^PORT: /),
      expect.stringMatching(/^HTTPS_PROXY: expected the URL of a proxy/),
    ]);
  });

  it('never repeats a value of a secret in a problem, whatever is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (noise) => {
        const secret = `not-real-${noise}`;
        const problems = problemsOf({
          SLACK_BOT_TOKEN: secret,
          SLACK_APP_TOKEN: `xapp ${secret}`,
          AUDIT_HMAC_KEY: secret.slice(0, 20),
        });
        expect(problems.length).toBeGreaterThanOrEqual(3);
        expect(problems.join('\n')).not.toContain('not-real');
      }),
    );
  });
});
