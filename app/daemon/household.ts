import { environmentOperations } from '../../lib/environment/operations.ts';
import { createRequestHandler, type RequestHandler } from '../../lib/handle-request.ts';
import type { Identify } from '../../lib/identity/principal.ts';
import { imageOperations } from '../../lib/image/operations.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { randomIds } from '../../lib/kernel/ids.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { OpenedLedger } from '../../lib/ledger/ledger.ts';
import { createStore } from '../../lib/ledger/store.ts';
import { type AttemptLog, createAttemptLog } from '../../lib/operation/attempt-log.ts';
import { type Catalogue, createCatalogue } from '../../lib/operation/catalogue.ts';
import { createChangeLimit } from '../../lib/operation/change-limit.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { watchPolicy } from '../../lib/policy/watched-policy.ts';
import type { Noticeboard } from '../../lib/reply/noticeboard.ts';
import { evolve } from '../../lib/request/evolve.ts';
import { anyRequestOperations } from '../../lib/request/request-operations.ts';
import { createWorkflow, type Workflow } from '../../lib/request/workflow.ts';
import type { Config } from './config.ts';

/** The daemon without its surfaces. */
export interface Household {
  readonly handler: RequestHandler;
  readonly workflow: Workflow;
  readonly attempts: AttemptLog;
}

/** What the household is furnished with. */
export interface HouseholdPorts {
  readonly config: Config;
  readonly opened: OpenedLedger;
  readonly policy: Policy;
  readonly identify: Identify;
  readonly functions: FunctionInvoker;
  readonly noticeboard: Noticeboard;
  readonly clock: Clock;
  readonly log: Log;
}

const byDefault = ({ file }: Config): string =>
  file.default_environment ??
  ('dev' in file.environments ? 'dev' : (Object.keys(file.environments)[0] ?? 'dev'));

const operationsOf = ({ config, functions, clock }: HouseholdPorts, workflow: Workflow) => [
  ...environmentOperations(
    {
      environments: {
        all: new Map(Object.entries(config.file.environments)),
        byDefault: byDefault(config),
      },
      functions,
      workflow,
    },
    clock,
  ),
  ...imageOperations({
    functions,
    workflow,
    rules: {
      autoApproveTeams: new Set(config.autoApproveTeams),
      organisation: config.organisation,
    },
  }),
  ...anyRequestOperations(workflow),
];

/** Puts the rooms together. The workflow finds operations, and operations use the workflow: the circle is closed here. */
export const furnish = (ports: HouseholdPorts): Household => {
  const { config, opened, identify, noticeboard, clock, log } = ports;
  const policy = watchPolicy(ports.policy, log);
  const { ledger, history } = opened;
  const rooms: { catalogue?: Catalogue } = {};
  const workflow = createWorkflow({
    store: createStore({ ledger, history, prefix: 'request', evolve }),
    find: (name) => rooms.catalogue?.find(name),
    channels: { approvals: config.slack.approvalChannel, notify: config.slack.notifyChannel },
    identify,
    policy,
    noticeboard,
    clock,
    log,
  });
  const catalogue = createCatalogue(operationsOf(ports, workflow));
  rooms.catalogue = catalogue;
  const attempts = createAttemptLog(ledger, history, clock, log);
  const { changes_per_person_per_minute: changesPerMinute } = config.file.limits;
  const handler = createRequestHandler({
    catalogue,
    attempts,
    changeLimit: createChangeLimit(changesPerMinute, history, clock),
    identify,
    policy,
    workflow,
    ids: randomIds,
    clock,
    log,
  });
  return { handler, workflow, attempts };
};
