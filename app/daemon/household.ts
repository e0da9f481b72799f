import { environmentOperations } from '../../lib/environment/operations.ts';
import { createRequestHandler, type RequestHandler } from '../../lib/handle-request.ts';
import type { Identify } from '../../lib/identity/principal.ts';
import { imageOperations } from '../../lib/image/operations.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { randomIds } from '../../lib/kernel/ids.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { OpenedLedger } from '../../lib/ledger/ledger.ts';
import { createStore } from '../../lib/ledger/store.ts';
import { type AttemptLog, createAttemptLog } from '../../lib/operation/attempt-log.ts';
import { type Catalogue, createCatalogue } from '../../lib/operation/catalogue.ts';
import { createChangeLimit } from '../../lib/operation/change-limit.ts';
import { createFindFreeze, strayPatterns } from '../../lib/operation/freeze.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { watchPolicy } from '../../lib/policy/watched-policy.ts';
import type { Noticeboard } from '../../lib/reply/noticeboard.ts';
import { evolve } from '../../lib/request/evolve.ts';
import { anyRequestOperations } from '../../lib/request/request-operations.ts';
import { createWorkflow, type Workflow } from '../../lib/request/workflow.ts';
import { createExpiryWatch, type ExpiryWatch } from '../../lib/whitelist/expiry-watch.ts';
import { whitelistOperations } from '../../lib/whitelist/operations.ts';
import type { Config } from './config.ts';

/** The daemon without its surfaces. */
export interface Household {
  readonly handler: RequestHandler;
  readonly workflow: Workflow;
  readonly attempts: AttemptLog;
  readonly expiryWatch: ExpiryWatch;
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

const environmentsOf = (config: Config) => ({
  all: new Map(Object.entries(config.file.environments)),
  byDefault: byDefault(config),
});

/** The watch over what the whitelist lets in; it is not started. */
const watchExpiry = ({ config, functions, noticeboard, clock, log }: HouseholdPorts): ExpiryWatch =>
  createExpiryWatch({
    functions,
    noticeboard,
    ids: randomIds,
    clock,
    log,
    notifyChannel: config.slack.notifyChannel,
    environments: environmentsOf(config),
    defaultTtl: config.file.whitelist.default_ttl,
  });

const whitelistOf = ({ config, functions, clock }: HouseholdPorts, watch: ExpiryWatch) => {
  const { default_ttl, min_prefix_v4, min_prefix_v6, allow_ranges } = config.file.whitelist;
  return whitelistOperations({
    environments: environmentsOf(config),
    functions,
    rules: {
      minPrefixV4: min_prefix_v4,
      minPrefixV6: min_prefix_v6,
      allowRanges: allow_ranges,
    },
    defaultTtl: default_ttl,
    clock,
    onChange: (environment, address) => watch.changed(environment, address),
  });
};

const operationsOf = ({ config, functions, clock }: HouseholdPorts, workflow: Workflow) => [
  ...environmentOperations(
    {
      environments: environmentsOf(config),
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
  const findFreeze = createFindFreeze(config.file.freezes, () => clock.now());
  const rooms: { catalogue?: Catalogue } = {};
  const workflow = createWorkflow({
    store: createStore({ ledger, history, prefix: 'request', evolve }),
    find: (name) => rooms.catalogue?.find(name),
    channels: { approvals: config.slack.approvalChannel, notify: config.slack.notifyChannel },
    identify,
    policy,
    findFreeze,
    noticeboard,
    clock,
    log,
  });
  const expiryWatch = watchExpiry(ports);
  const operations = [...operationsOf(ports, workflow), ...whitelistOf(ports, expiryWatch)];
  const [stray] = strayPatterns(config.file.freezes, operations);
  if (stray !== undefined) {
    throw new Fault('CONFIGURATION_INVALID', stray);
  }
  const catalogue = createCatalogue(operations);
  rooms.catalogue = catalogue;
  const attempts = createAttemptLog(ledger, history, clock, log);
  const { changes_per_person_per_minute: changesPerMinute } = config.file.limits;
  const handler = createRequestHandler({
    catalogue,
    attempts,
    changeLimit: createChangeLimit(changesPerMinute, history, clock),
    identify,
    policy,
    findFreeze,
    workflow,
    ids: randomIds,
    clock,
    log,
  });
  return { handler, workflow, attempts, expiryWatch };
};
