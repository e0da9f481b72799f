import { describe, expect, it } from '@jest/globals';
import { daemonEnvironment } from './daemon-environment.ts';

const environment = daemonEnvironment({
  workspace: { apiUrl: 'http://127.0.0.1:1/api/', botToken: 'xoxb-fake', appToken: 'xapp-fake' },
  lambda: { url: 'http://127.0.0.1:2', arnOf: (name) => `arn:${name}` },
  folder: {
    path: '/state',
    ledger: '/state/ledger.jsonl',
    log: '/state/daemon.log',
    config: '/state/quartermaster.yaml',
    remove: () => undefined,
  },
  path: '/bin',
});

describe('daemonEnvironment', () => {
  it('points the daemon at the sandbox alone', () => {
    expect(environment).toMatchObject({
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_APP_TOKEN: 'xapp-fake',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:2',
      IMAGE_PROVISIONER_LAMBDA_ARN: 'arn:image-provisioner',
      ORCHESTRATOR_LAMBDA_ARN: 'arn:orchestrator',
      IP_WHITELIST_LAMBDA_ARN: 'arn:ip-whitelist',
      AUDIT_FILE: '/state/ledger.jsonl',
      PORT: '0',
    });
  });

  it('takes nothing from the environment of the person but the search path', () => {
    expect(environment).toMatchObject({ HOME: '/state', PATH: '/bin' });
  });
});
