import { environmentOperations } from '../../lib/environment/operations.ts';
import { createRestartWatch } from '../../lib/environment/restart-watch.ts';
import { createRequestHandler, type RequestHandler } from '../../lib/handle-request.ts';
import { createSuggestionHandler, type SuggestionHandler } from '../../lib/handle-suggestion.ts';
import type { Identify, Memberships } from '../../lib/identity/principal.ts';
import { createDashboard, type Dashboard } from '../../lib/image/dashboard.ts';
import { imageOperations } from '../../lib/image/operations.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { randomIds } from '../../lib/kernel/ids.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { MinuteWatch } from '../../lib/kernel/minute-watch.ts';
import type { OpenedLedger } from '../../lib/ledger/ledger.ts';
import { createStore } from '../../lib/ledger/store.ts';
import { type AttemptLog, createAttemptLog } from '../../lib/operation/attempt-log.ts';
import { type Catalogue, createCatalogue } from '../../lib/operation/catalogue.ts';
import { createChangeLimit } from '../../lib/operation/change-limit.ts';
import { createFindFreeze, type FindFreeze, strayPatterns } from '../../lib/operation/freeze.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { watchPolicy } from '../../lib/policy/watched-policy.ts';
import type { ReadableNoticeboard } from '../../lib/reply/noticeboard.ts';
import { evolve } from '../../lib/request/evolve.ts';
import type { LadderSettings } from '../../lib/request/ladder.ts';
import { anyRequestOperations } from '../../lib/request/request-operations.ts';
import { createWorkflow, type Workflow } from '../../lib/request/workflow.ts';
import { createExpiryWatch, type ExpiryWatch } from '../../lib/whitelist/expiry-watch.ts';
import { whitelistOperations } from '../../lib/whitelist/operations.ts';
import type { Config } from './config.ts';

/** The daemon without its surfaces. */
export interface Household {
  readonly handler: RequestHandler;
  readonly suggest: SuggestionHandler;
  readonly workflow: Workflow;
  readonly attempts: AttemptLog;
  /** What is looked at every minute; none is started. */
  readonly watches: readonly Pick<MinuteWatch, 'start' | 'stop'>[];
}

/** What the household is furnished with. */
export interface HouseholdPorts {
  readonly config: Config;
  readonly opened: OpenedLedger;
  readonly policy: Policy;
  readonly identify: Identify;
  readonly memberships: () => Promise<Memberships>;
  readonly functions: FunctionInvoker;
  readonly noticeboard: ReadableNoticeboard;
  readonly clock: Clock;
  /** The time by which the ledger dates its events, and by which commands come in. */
  readonly ledgerClock: Clock;
  readonly log: Log;
}

const byDefault = ({ file }: Config): string =>
  file.default_environment ??
  ('dev' in file.environments ? 'dev' : (Object.keys(file.environments)[0] ?? 'dev'));

const environmentsOf = (config: Config) => ({
  all: new Map(Object.entries(config.file.environments)),
  byDefault: byDefault(config),
});

/** The watch over what AWS starts again by itself. */
const watchRestarts = ({ config, functions, noticeboard, clock, log }: HouseholdPorts) =>
  createRestartWatch({
    functions,
    noticeboard,
    ids: randomIds,
    clock,
    log,
    notifyChannel: config.slack.notifyChannel,
  });

/** The watch over what the whitelist lets in. */
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

/** What hangs in the notify channel about image requests. */
const dashboardOf = (
  { config, noticeboard, clock, log }: HouseholdPorts,
  workflow: Workflow,
): Dashboard =>
  createDashboard({
    list: (where) => workflow.list(where),
    wordingOf: workflow.wordingOf,
    noticeboard,
    clock,
    log,
    channel: config.slack.notifyChannel,
  });

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
    clock,
    rules: {
      autoApproveTeams: new Set(config.autoApproveTeams),
      organisation: config.organisation,
    },
  }),
  ...anyRequestOperations(workflow),
];

const ladderOf = ({ file: { approval } }: Config): LadderSettings => {
  const { escalation, ...others } = approval;
  return { ...others, ...(escalation === undefined ? {} : { escalation: escalation.after }) };
};

/** What the workflow, which comes first, uses of the rooms that come after it. */
interface Rooms {
  catalogue?: Catalogue;
  dashboard?: Dashboard;
}

const workflowOf = (ports: HouseholdPorts, findFreeze: FindFreeze, rooms: Rooms): Workflow => {
  const { config, opened, identify, memberships, policy, noticeboard, clock, log } = ports;
  return createWorkflow({
    store: createStore({
      ledger: opened.ledger,
      history: opened.history,
      prefix: 'request',
      evolve,
    }),
    find: (name) => rooms.catalogue?.find(name),
    channels: { approvals: config.slack.approvalChannel, notify: config.slack.notifyChannel },
    identify,
    memberships,
    ladder: ladderOf(config),
    policy,
    findFreeze,
    noticeboard,
    clock,
    log,
    onChange: () => rooms.dashboard?.changed(),
  });
};

/** Puts the rooms together. The workflow finds operations, and operations use the workflow: the circle is closed here. */
export const furnish = (ports: HouseholdPorts): Household => {
  const { config, opened, identify, clock, log } = ports;
  const policy = watchPolicy(ports.policy, log);
  const { ledger, history } = opened;
  const findFreeze = createFindFreeze(config.file.freezes, () => clock.now());
  const rooms: Rooms = {};
  const workflow = workflowOf({ ...ports, policy }, findFreeze, rooms);
  const dashboard = dashboardOf(ports, workflow);
  rooms.dashboard = dashboard;
  const expiryWatch = watchExpiry(ports);
  const operations = [...operationsOf(ports, workflow), ...whitelistOf(ports, expiryWatch)];
  const [stray] = strayPatterns(config.file.freezes, operations);
  if (stray !== undefined) {
    throw new Fault('CONFIGURATION_INVALID', stray);
  }
  const catalogue = createCatalogue(operations);
  rooms.catalogue = catalogue;
  const attempts = createAttemptLog(ledger, history, ports.ledgerClock, log);
  const { changes_per_person_per_minute: changesPerMinute } = config.file.limits;
  const house = {
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
  };
  return {
    handler: createRequestHandler(house),
    suggest: createSuggestionHandler(house),
    workflow,
    attempts,
    watches: [expiryWatch, watchRestarts(ports), dashboard],
  };
};
