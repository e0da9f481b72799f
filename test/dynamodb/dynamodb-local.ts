import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** DynamoDB Local, with nothing in it but what tests put in. */
export interface DynamoDbLocal {
  readonly client: DynamoDBClient;
  /** Makes an empty table as the stores want it, and answers its name. */
  createTable(): Promise<string>;
  stop(): Promise<void>;
}

const folder = join(process.cwd(), 'node_modules', '.cache', 'dynamodb-local');

/** It takes no port 0: so a port that was free a moment ago. */
const findPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no port');
  }
  return address.port;
};

const startJava = async (port: number) => {
  if (!existsSync(join(folder, 'DynamoDBLocal.jar'))) {
    throw new Error(
      `There is no DynamoDB Local in ${dirname(folder)}: run "npm run test:dynamodb", which fetches it.`,
    );
  }
  const options = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const libraries = '-Djava.library.path=./DynamoDBLocal_lib';
  const jar = ['-jar', 'DynamoDBLocal.jar', '-inMemory', '-disableTelemetry'];
  const args = [...options, libraries, ...jar, '-port', String(port)];
  const java = spawn('java', args, { cwd: folder, stdio: 'ignore' });
  // Rejects with ENOENT where there is no Java.
  await once(java, 'spawn');
  return java;
};

const untilReady = async (client: DynamoDBClient): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (caught) {
      if (attempt === 150) {
        throw caught;
      }
      await wait(100);
    }
  }
};

const createTable = async (client: DynamoDBClient, TableName: string): Promise<string> => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    }),
  );
  return TableName;
};

/** Starts it, and waits until it answers. Rejects where there is no Java, or no jar (scripts/fetch-dynamodb-local.mjs). */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  const port = await findPort();
  const java = await startJava(port);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'notakey', secretAccessKey: 'not-a-real-secret' },
  });
  let tables = 0;
  const stop = async (): Promise<void> => {
    client.destroy();
    const ended = once(java, 'exit');
    java.kill('SIGKILL');
    await ended;
  };
  try {
    await untilReady(client);
  } catch (caught) {
    await stop();
    throw caught;
  }
  return {
    client,
    createTable: () => {
      tables += 1;
      return createTable(client, `table-${tables}`);
    },
    stop,
  };
};
