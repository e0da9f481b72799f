import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createAutoScaling } from './auto-scaling-service.ts';
import { AwsFault } from './aws-fault.ts';
import { type AwsModel, createAwsModel } from './aws-model.ts';
import { createCloudFormation } from './cloudformation-service.ts';
import { createDynamo } from './dynamo-service.ts';
import { createEc2 } from './ec2-service.ts';
import { createEcs } from './ecs-service.ts';
import type { FakeService, WireAnswer } from './fake-service.ts';
import { createFaults, type FaultKind, type Faults } from './faults.ts';
import { createRds } from './rds-service.ts';

/** An AWS endpoint on 127.0.0.1 for all services that the functions use. */
export interface FakeAws {
  /** What a client is made with. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly model: AwsModel;
  readonly faults: Faults;
  /** The actions that were asked for, in order, as `rds StopDBInstance`. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** The service stands in the scope of the signature: key/date/region/service/aws4_request. */
const serviceOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ??
  '';

const faultOf = (service: FakeService, kind: FaultKind | undefined): AwsFault | undefined => {
  switch (kind) {
    case 'throttle':
      return service.throttle();
    case 'server-error':
      return new AwsFault('InternalFailure', 'We encountered an internal error.', { status: 500 });
    case 'deny':
      return new AwsFault('AccessDenied', 'User is not authorized to perform this action', {
        status: 403,
      });
    case 'conflict':
      return new AwsFault('TransactionCanceledException', 'Transaction cancelled', {
        fields: { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] },
      });
    case 'lose-answer':
    case 'lose-request':
    case 'hang':
    case undefined:
      return undefined;
    default:
      return kind satisfies never;
  }
};

const send = (response: ServerResponse, { status, contentType, body }: WireAnswer): void => {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
};

/** Does the work, or refuses it. */
const work = (
  service: FakeService,
  request: { readonly action: string; readonly body: string },
  kind: FaultKind | undefined,
): WireAnswer => {
  try {
    const fault = faultOf(service, kind);
    if (fault !== undefined) {
      throw fault;
    }
    return service.answer(request);
  } catch (caught) {
    if (caught instanceof AwsFault) {
      return service.refuse(caught);
    }
    throw caught;
  }
};

type Parts = Pick<FakeAws, 'model' | 'faults' | 'requests'>;
type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const createServices = (model: AwsModel): Readonly<Record<string, FakeService>> => ({
  ecs: createEcs(model),
  'application-autoscaling': createAutoScaling(model),
  rds: createRds(model),
  cloudformation: createCloudFormation(model),
  ec2: createEc2(model),
  dynamodb: createDynamo(model),
});

const createHandle = ({ model, faults, requests }: Parts): Handle => {
  const services = createServices(model);
  return async (request, response) => {
    const body = await text(request);
    const name = serviceOf(request);
    const service = services[name];
    if (service === undefined) {
      send(response, { status: 404, contentType: 'text/plain', body: `no service ${name}` });
      return;
    }
    const target = request.headers['x-amz-target'];
    const action = service.actionOf(typeof target === 'string' ? target : undefined, body);
    requests.push(`${name} ${action}`);
    const kind = faults.take(action);
    if (kind === 'hang') {
      return;
    }
    model.settle();
    const answer = kind === 'lose-request' ? undefined : work(service, { action, body }, kind);
    if (answer === undefined || kind === 'lose-answer') {
      request.socket.destroy();
      return;
    }
    send(response, answer);
  };
};

/** Starts the endpoint over an empty account; `now` is the time by which what was begun comes to an end. */
export const startFakeAws = async (now: () => number): Promise<FakeAws> => {
  const parts: Parts = { model: createAwsModel(now), faults: createFaults(), requests: [] };
  const handle = createHandle(parts);
  const server = createServer((request, response) => {
    handle(request, response).catch((caught: unknown) => {
      send(response, { status: 501, contentType: 'text/plain', body: String(caught) });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'not-a-real-key', secretAccessKey: 'not-a-real-secret' },
    },
    ...parts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
