import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAwsCloud } from '../../lib/aws/aws-cloud.ts';
import { clientSettings } from '../../lib/aws/client-settings.ts';
import { createEc2SecurityGroups } from '../../lib/aws/ec2-security-groups.ts';
import { createOrchestratorClients } from '../../lib/aws/orchestrator-clients.ts';
import { orchestratorConfigurationSchema } from '../../lib/aws/orchestrator-configuration.ts';
import type { EnvironmentState } from '../../lib/environment/cloud.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const actionOf = (target: unknown, body: string): string =>
  typeof target === 'string'
    ? (target.split('.').at(-1) ?? '')
    : (new URLSearchParams(body).get('Action') ?? '');

const emptyAnswer = (action: string, isJson: boolean): string =>
  isJson ? '{}' : `<${action}Response><${action}Result/></${action}Response>`;

/** An endpoint that gives each action the same answer every time: an empty one unless `answers` has another. */
const answering = async (answers: Readonly<Record<string, string>>) => {
  const answer = async (request: IncomingMessage): Promise<string> => {
    const target = request.headers['x-amz-target'];
    const action = actionOf(target, await text(request));
    return answers[action] ?? emptyAnswer(action, target !== undefined);
  };
  const started = createServer((request, response) => {
    void answer(request).then((body) => response.end(body));
  });
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  const address = started.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'not-a-real-key', secretAccessKey: 'not-a-real-secret' },
  };
};

const result = (action: string, content: string): string =>
  `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`;

const cloudOver = async (answers: Readonly<Record<string, string>>) => {
  const clients = createOrchestratorClients(await answering(answers));
  const stack = { name: 'acme-app', template_url: 'https://acme.s3.amazonaws.com/app.yaml' };
  const configuration = orchestratorConfigurationSchema.parse({
    environments: { dev: { clusters: ['acme'], databases: ['acme-db'], stacks: [stack] } },
    table: 'quartermaster',
  });
  return createAwsCloud(clients, configuration);
};

const look = async (answers: Readonly<Record<string, string>>): Promise<EnvironmentState> => {
  const described = await (await cloudOver(answers)).describe('dev');
  if (!described.ok) {
    throw new Error(JSON.stringify(described.error));
  }
  return described.value;
};

const exempt = 'it has no tag Environment=dev';

describe('an answer of AWS that leaves out what it may', () => {
  it('shows nothing where it lists nothing', async () => {
    await expect(look({})).resolves.toEqual({
      services: [],
      databases: [],
      stacks: [
        {
          name: 'acme-app',
          status: 'ABSENT',
          resourceTypes: [],
          terminationProtected: false,
          databases: [],
        },
      ],
      snapshots: [],
    });
  });

  it('exempts a service of which it says nothing', async () => {
    const { services } = await look({
      ListServices: '{"serviceArns":["arn:aws:ecs:eu-central-1:1:service/acme/api"]}',
      DescribeServices: '{"services":[{"serviceName":"api","tags":[{}]},{}]}',
      DescribeScalableTargets: '{"ScalableTargets":[{"ResourceId":"service/acme/api"},{}]}',
    });

    expect(services).toMatchObject([
      { name: '', desired: 0, running: 0, exempt },
      {
        name: 'api',
        exempt,
        scaling: {
          min: 0,
          max: 0,
          suspended: { dynamicIn: false, dynamicOut: false, scheduled: false },
        },
      },
    ]);
  });

  it('exempts databases of which it says nothing', async () => {
    const { databases } = await look({
      DescribeDBInstances: result(
        'DescribeDBInstances',
        '<DBInstances><DBInstance/></DBInstances>',
      ),
      DescribeDBClusters: result(
        'DescribeDBClusters',
        '<DBClusters><DBCluster><TagList><Tag/></TagList></DBCluster></DBClusters>',
      ),
    });

    expect(new Set(databases)).toEqual(
      new Set([
        { id: '', kind: 'cluster', status: 'unknown', exempt },
        { id: '', kind: 'instance', status: 'unknown', exempt },
      ]),
    );
  });

  it('takes a snapshot without a time for the newest, and one without tags for none of ours', async () => {
    const tags = ['Environment', 'chatops:operation']
      .map((key) => `<Tag><Key>${key}</Key><Value>dev</Value></Tag>`)
      .join('');
    const snapshot = (id: string, more: string) =>
      `<DBSnapshot><DBSnapshotIdentifier>${id}</DBSnapshotIdentifier>${more}<TagList>${tags}</TagList></DBSnapshot>`;
    const time = '<SnapshotCreateTime>2026-01-05T09:00:00Z</SnapshotCreateTime>';
    const { snapshots } = await look({
      DescribeDBSnapshots: result(
        'DescribeDBSnapshots',
        `<DBSnapshots><DBSnapshot/>${snapshot('b', time)}${snapshot('new', '')}${snapshot('a', time)}</DBSnapshots>`,
      ),
      DescribeDBClusterSnapshots: result(
        'DescribeDBClusterSnapshots',
        `<DBClusterSnapshots><DBClusterSnapshot><TagList>${tags}</TagList></DBClusterSnapshot></DBClusterSnapshots>`,
      ),
    });

    expect(snapshots.map(({ id, status }) => [id, status])).toEqual([
      ['', 'unknown'],
      ['new', 'unknown'],
      ['a', 'unknown'],
      ['b', 'unknown'],
    ]);
  });

  it('does not touch a stack of which it says nothing', async () => {
    const cloud = await cloudOver({
      DescribeStacks: result(
        'DescribeStacks',
        '<Stacks><member><StackStatus>ROLLBACK_COMPLETE</StackStatus></member></Stacks>',
      ),
      ListStackResources: result(
        'ListStackResources',
        '<StackResourceSummaries><member/></StackResourceSummaries>',
      ),
      DescribeStackEvents: result(
        'DescribeStackEvents',
        '<StackEvents><member><StackId>s</StackId><ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>no quota</ResourceStatusReason></member></StackEvents>',
      ),
    });
    const described = await cloud.describe('dev');

    expect(described.ok ? described.value.stacks : []).toMatchObject([
      {
        status: 'ROLLBACK_COMPLETE',
        resourceTypes: ['unknown'],
        statusReason: 'a resource: no quota',
      },
    ]);
    await expect(
      cloud.send('dev', { do: 'delete-stack', stack: 'acme-app', operationId: 'op-aaaaaa' }),
    ).resolves.toMatchObject({ error: { kind: 'refused' } });
  });

  it('counts a rule of which it says nothing in both families', async () => {
    const client = new EC2Client(
      clientSettings(
        await answering({
          DescribeSecurityGroupRules:
            '<DescribeSecurityGroupRulesResponse><securityGroupRuleSet><item><isEgress>false</isEgress><groupId>sg-00000000</groupId></item></securityGroupRuleSet></DescribeSecurityGroupRulesResponse>',
        }),
      ),
    );
    const environments = { dev: { security_groups: ['sg-00000000'], rule_limit: 60 } };

    await expect(
      createEc2SecurityGroups(client, { environments }).describe('dev'),
    ).resolves.toMatchObject({ value: [{ rules: [], otherRules: { v4: 1, v6: 1 } }] });
  });
});
