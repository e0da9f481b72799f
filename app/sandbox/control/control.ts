import { type Context, Hono } from 'hono';
import type { CloudSwitches } from '../cloud/cloud-switches.ts';
import type { RegistrySwitches } from '../cloud/simulated-registry.ts';
import type { InvocationFaults } from '../lambda/invocation-faults.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Order } from './order.ts';
import { createForgetFaults, createOrderFaults } from './order-faults.ts';
import { createOrderSockets } from './order-sockets.ts';
import { createOrderCloud, createOrderRegistry } from './order-switches.ts';

/** What can be made to go wrong. */
export interface ControlPorts {
  readonly workspace: Pick<Workspace, 'sockets' | 'faults' | 'methods'>;
  readonly functions: InvocationFaults;
  readonly cloud: CloudSwitches;
  readonly registry: RegistrySwitches;
}

/** How things are: the answer to every order that was carried out. */
const describe = ({ workspace, functions, cloud, registry }: ControlPorts) => ({
  slack: { sockets: workspace.sockets.count, faults: workspace.faults.waiting },
  functions: { faults: functions.waiting },
  cloud,
  registry: {
    failure: registry.failure?.kind ?? null,
    limitReached: registry.limitReached,
    delay: registry.delay,
  },
});

const readJson = async (context: Context): Promise<{ readonly body: unknown } | undefined> => {
  try {
    const body: unknown = await context.req.json();
    return { body };
  } catch {
    return undefined;
  }
};

const isJson = (context: Context): boolean =>
  /^application\/json\b/i.test(context.req.header('Content-Type') ?? '');

/**
 * The switches of the sandbox over HTTP: `POST /control/faults`, `/sockets`, `/cloud` and `/registry` with an order in
 * JSON, `DELETE /control/faults`, and `GET /control`. Answers how things are, or `{ "error": … }` with 400, 409 or 415.
 */
export const createControl = (ports: ControlPorts): Hono => {
  const { workspace, functions, cloud, registry } = ports;
  const faultPorts = { slack: workspace.faults, methods: workspace.methods, functions };
  const control = new Hono();
  control.use(refuseForeign);

  const carryOut = (context: Context, order: Order, body: unknown): Response => {
    const done = order(body);
    return done.ok
      ? context.json(describe(ports))
      : context.json({ error: done.error.problem }, done.error.status);
  };
  const orders: Readonly<Record<string, Order>> = {
    '/faults': createOrderFaults(faultPorts),
    '/sockets': createOrderSockets(workspace),
    '/cloud': createOrderCloud(cloud),
    '/registry': createOrderRegistry(registry),
  };
  for (const [path, order] of Object.entries(orders)) {
    control.post(path, async (context) => {
      // No form of another site can send this type, even where the browser does not say whose form it is.
      if (!isJson(context)) {
        return context.json({ error: 'expected the content type application/json' }, 415);
      }
      const read = await readJson(context);
      return read === undefined
        ? context.json({ error: 'the body is not JSON' }, 400)
        : carryOut(context, order, read.body);
    });
  }
  const forget = createForgetFaults(faultPorts);
  control.delete('/faults', (context) => carryOut(context, forget, context.req.query()));
  control.get('/', (context) => context.json(describe(ports)));
  return control;
};
