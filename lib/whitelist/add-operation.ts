import { showMoment } from '../kernel/show-time.ts';
import { breakGlassArg } from '../operation/break-glass-argument.ts';
import { breakGlassOption } from '../operation/freeze.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
  type Plan,
  type Planned,
  refuse,
} from '../operation/operation.ts';
import { fields, line, person, replyOf } from '../reply/reply.ts';
import { descriptionArg, newAddressArg, targetEnvironmentArg, ttlArg } from './arguments.ts';
import { changedEntry } from './changed-entry.ts';
import { ownerOf } from './entry-owner.ts';
import { headerOf, listEntries } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { formatTtl, minutesIn } from './ttl.ts';
import { whitelistResource } from './whitelist-resource.ts';
import { doneTitle, lateGroups, portsLine } from './whitelist-wording.ts';

interface Wish {
  readonly ip: string;
  readonly env: string;
  readonly ttl: string;
  readonly description?: string;
}

const planOf = (
  { environments }: WhitelistOperationPorts,
  { ip, env, ttl, description }: Wish,
): Plan => ({
  effects: [
    {
      operation: 'whitelist:add',
      target: ip,
      environment: env,
      ttl_minutes: String(minutesIn(ttl)),
      ...(description === undefined ? {} : { description }),
    },
  ],
  resource: whitelistResource(environments, env),
  facts: { environment: env, address: ip, ttl },
});

/**
 * Refuses what somebody else let in already. One's own entry is left to the function, which knows by the operation's id whether
 * it is this very request's, carried on after a crash.
 */
const planAdd = async (
  ports: WhitelistOperationPorts,
  wish: Wish,
  context: OperationContext,
): Promise<Planned> => {
  const entries = await listEntries(ports.functions, headerOf(context), wish.env);
  if (!entries.ok) {
    return { kind: 'refused', refusal: entries.error };
  }
  const known = entries.value.find(({ ip_address }) => ip_address === wish.ip);
  return known === undefined || ownerOf(known) === context.principal.id
    ? { kind: 'planned', plan: planOf(ports, wish) }
    : refuse(
        'CONFLICT',
        `${wish.ip} is let in to ${wish.env} already, until ${showMoment(known.expires_at)}, added by `,
        person(ownerOf(known)),
        `. See /infra whitelist list ${wish.env}.`,
      );
};

const executeAdd = async (
  { functions }: WhitelistOperationPorts,
  effect: Effect | undefined,
  context: OperationContext,
): Promise<Outcome> => {
  const minutes = Number(effect?.['ttl_minutes']);
  const description = effect?.['description'];
  const outcome = await functions.invoke({
    function: 'ip-whitelist',
    payload: {
      action: 'add',
      ...headerOf(context),
      ip_address: effect?.target ?? '',
      environment: effect?.['environment'] ?? '',
      ttl_minutes: minutes,
      ...(description === undefined ? {} : { description }),
    },
  });
  const answer = changedEntry(outcome, effect);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  const { entry, synced } = answer.value;
  return done(
    replyOf(
      doneTitle('add', entry.environment),
      line(
        `${entry.ip_address} may connect until ${showMoment(entry.expires_at)} (${formatTtl(minutes)}).`,
      ),
      portsLine,
      ...(description === undefined ? [] : [fields({ label: 'Description', value: description })]),
      ...(synced === false ? [lateGroups] : []),
    ),
  );
};

/** `/infra whitelist add`: lets an address in to an environment until its time to live is over. */
export const addOperation = (ports: WhitelistOperationPorts): Operation =>
  operation({
    name: 'infra whitelist add',
    summary: 'Add IP to whitelist',
    example: "/infra whitelist add 1.2.3.4 --ttl=7d --description='Home office'",
    form: { title: 'Let an address in', submit: 'Add' },
    args: {
      ip: newAddressArg(ports),
      ttl: ttlArg(ports),
      description: descriptionArg,
      env: targetEnvironmentArg(ports.environments),
      [breakGlassOption]: breakGlassArg,
    },
    dryRun: true,
    action: 'whitelist:add',
    changes: true,
    outline: async ({ ip = '', env = ports.environments.byDefault }) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'whitelist:add', target: ip, environment: env }],
        resource: whitelistResource(ports.environments, env),
        facts: { environment: env },
      },
    }),
    plan: (wish, context) => planAdd(ports, wish, context),
    execute: ([effect], context) => executeAdd(ports, effect, context),
  });
