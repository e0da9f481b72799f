import { option } from '../command/arguments.ts';
import { choice, pattern } from '../command/value-types.ts';
import { breakGlassArg } from '../operation/break-glass-argument.ts';
import { breakGlassOption } from '../operation/freeze.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import {
  type Effect,
  type Operation,
  type OperationContext,
  operation,
  type Planned,
  refuse,
} from '../operation/operation.ts';
import { list, person } from '../reply/reply.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { planArg } from '../request/request-arguments.ts';
import type { Workflow } from '../request/workflow.ts';
import { type Environments, environmentArg } from './arguments.ts';
import { environmentResource } from './environment-resource.ts';
import { environmentWording, headOf } from './environment-wording.ts';
import { type Beginning, beginOperation, followOperation } from './follow-operation.ts';
import { stepLines } from './progress-parts.ts';
import { teardownConfirmation } from './teardown-confirmation.ts';

/** What operations on environments work with. */
export interface EnvironmentPorts {
  readonly environments: Environments;
  readonly functions: FunctionInvoker;
  readonly workflow: Workflow;
}

type Verb = 'stop' | 'start' | 'spinup' | 'teardown';
type Level = 'services' | 'full';

const beginningOf = (verb: Verb, environment: string, level: string | undefined): Beginning =>
  verb === 'teardown'
    ? { action: verb, environment, level: level === 'full' ? 'full' : 'services' }
    : { action: verb, environment };

/**
 * What somebody else is doing to the environment at the moment, as a refusal. Of two that wait to begin, the earlier one goes first: the
 * later one is refused, and never both.
 */
const refuseBusy = async (
  environment: string,
  { requestId }: OperationContext,
  workflow: Workflow,
): Promise<Planned | undefined> => {
  const own = await workflow.load(requestId);
  const comesBefore = ({ id, createdAt }: ApprovalRequest): boolean =>
    own === undefined || createdAt < own.createdAt || (createdAt === own.createdAt && id < own.id);
  const [other] = await workflow.list(
    (request) =>
      request.id !== requestId &&
      request.facts['verb'] !== undefined &&
      request.facts['environment'] === environment &&
      (request.status === 'running' || (request.status === 'approved' && comesBefore(request))),
  );
  return (
    other &&
    refuse(
      'CONFLICT',
      person(other.requester.id),
      ` is busy with ${headOf(other.facts)} (${other.operationId}). Wait until it is done, or cancel it: /infra cancel ${other.operationId}`,
    )
  );
};

/** What a step of a full teardown does to what it is named after. */
const stepEffect = (name: string): Effect => {
  const [kind = '', target = name] = name.split(' ');
  switch (kind) {
    case 'stack':
      return { operation: 'environment:destroy', target };
    case 'snapshot':
      return { operation: 'environment:snapshot', target };
    default:
      return { operation: 'environment:stop', target: name };
  }
};

const effectsOf = (
  verb: Verb,
  environment: string,
  level: Level | undefined,
  names: readonly string[],
): readonly Effect[] => [
  {
    operation: `environment:${verb}`,
    target: environment,
    ...(level === undefined ? {} : { level }),
  },
  // What is destroyed is part of what is confirmed: an environment that has changed is another plan.
  ...(level === 'full' ? names.map(stepEffect) : []),
];

/** What somebody wants of an environment. */
interface Wish {
  readonly environment: string;
  /** Of a teardown. */
  readonly level?: Level;
}

/** What a change of an environment would do, found out by the orchestrator's dry run. */
const planChange = async (
  verb: Verb,
  { environment, level }: Wish,
  context: OperationContext,
  { environments, functions, workflow }: EnvironmentPorts,
): Promise<Planned> => {
  const busy = await refuseBusy(environment, context, workflow);
  if (busy !== undefined) {
    return busy;
  }
  const beginning = { ...beginningOf(verb, environment, level), dry_run: true };
  const planned = await beginOperation(beginning, context, functions);
  if (!planned.ok) {
    return { kind: 'refused', refusal: planned.error };
  }
  const { steps } = planned.value;
  const names = steps.map(({ name }) => name);
  return {
    kind: 'planned',
    plan: {
      effects: effectsOf(verb, environment, level, names),
      resource: environmentResource(environments, environment),
      facts: {
        environment,
        verb,
        ...(level === undefined ? {} : { level }),
      },
      shown: [list(stepLines(steps))],
    },
  };
};

const outlineOf = (
  { environments }: EnvironmentPorts,
  verb: Verb,
  environment = environments.byDefault,
): Planned => ({
  kind: 'planned',
  plan: {
    effects: effectsOf(verb, environment, undefined, []),
    resource: environmentResource(environments, environment),
    facts: { environment },
  },
});

const common = (verb: Verb, ports: EnvironmentPorts) => ({
  name: `infra ${verb}`,
  dryRun: true,
  action: `environment:${verb}`,
  changes: true,
  request: environmentWording,
  outline: async ({ environment }: Readonly<Record<string, string>>) =>
    outlineOf(ports, verb, environment),
  execute: ([effect]: readonly Effect[], context: OperationContext) =>
    followOperation(
      beginningOf(verb, effect?.target ?? '', effect?.['level']),
      context,
      ports.functions,
    ),
});

const simple = (
  verb: Exclude<Verb, 'teardown'>,
  summary: string,
  ports: EnvironmentPorts,
): Operation =>
  operation({
    ...common(verb, ports),
    summary,
    example: `/infra ${verb} dev`,
    args: { environment: environmentArg(ports.environments), [breakGlassOption]: breakGlassArg },
    plan: ({ environment }, context) => planChange(verb, { environment }, context, ports),
  });

const teardown = (ports: EnvironmentPorts): Operation =>
  operation({
    ...common('teardown', ports),
    summary: 'Teardown infrastructure (Tier 2)',
    example: '/infra teardown dev --level=full',
    form: { title: 'Confirm Teardown', submit: 'Confirm Teardown' },
    confirmation: teardownConfirmation,
    args: {
      environment: environmentArg(ports.environments),
      level: option({
        label: 'Level',
        hint: 'services stops ECS and RDS; full destroys what can be recreated, and must be confirmed',
        placeholder: 'services',
        default: 'services',
        value: choice({ noun: 'level', options: ['services', 'full'] }),
      }),
      [breakGlassOption]: breakGlassArg,
      confirm: option({
        label: 'Confirmation',
        hint: 'The name of the environment; the level full asks for it in a form',
        placeholder: 'dev',
        valueName: 'env',
        isHidden: true,
        optional: true,
        value: pattern({ shape: /^.+$/u, sentence: 'Type the name of the environment.', max: 40 }),
      }),
      plan: { ...planArg, hint: 'The plan that was read, as the form names it' },
    },
    check: ({ environment, level, confirm }) =>
      level === 'full' && confirm !== undefined && confirm.toLowerCase() !== environment
        ? { confirm: `That is not the name. Type '${environment}' to confirm.` }
        : {},
    plan: ({ environment, level }, context) =>
      planChange(
        'teardown',
        { environment, level: level === 'full' ? 'full' : 'services' },
        context,
        ports,
      ),
  });

/** Stop, start, teardown and spinup: what changes environments. */
export const changeOperations = (ports: EnvironmentPorts): readonly Operation[] => [
  simple('stop', 'Stop ECS/RDS (Tier 1)', ports),
  simple('start', 'Start ECS/RDS (Tier 1)', ports),
  teardown(ports),
  simple('spinup', 'Restore from teardown (Tier 2)', ports),
];
