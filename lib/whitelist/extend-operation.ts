import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { Millis } from '../kernel/clock.ts';
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
  type Planned,
} from '../operation/operation.ts';
import { line, type Part, replyOf } from '../reply/reply.ts';
import { entryEnvironmentArg, knownAddressArg, ttlArg } from './arguments.ts';
import { changedEntry } from './changed-entry.ts';
import { findEntry, type Wanted } from './find-entry.ts';
import { headerOf } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { formatTtl, minutesIn } from './ttl.ts';
import { entryResource } from './whitelist-resource.ts';
import { doneTitle, lateGroups } from './whitelist-wording.ts';

const planExtension = async (
  ports: WhitelistOperationPorts,
  { ttl, ...wanted }: Wanted & { readonly ttl: string },
  context: OperationContext,
): Promise<Planned> => {
  const found = await findEntry('extend', wanted, context, ports);
  if (!found.ok) {
    return { kind: 'refused', refusal: found.error };
  }
  const { ip_address: target, environment } = found.value;
  const minutes = String(minutesIn(ttl));
  return {
    kind: 'planned',
    plan: {
      effects: [{ operation: 'whitelist:extend', target, environment, ttl_minutes: minutes }],
      resource: entryResource(ports.environments, found.value),
      facts: { environment, address: target, ttl },
    },
  };
};

/** The function's clock and ours may differ by this much. */
const tolerance: Millis = 5 * 60_000;

/** The new end, or why it is the old one: an extension makes nothing shorter. */
const endLine = (entry: WhitelistEntry, minutes: number, now: Millis): Part => {
  const { ip_address: address, expires_at: end } = entry;
  const isLater = Date.parse(end) > now + minutes * 60_000 + tolerance;
  return line(
    `${address} may connect until ${showMoment(end)}${
      isLater
        ? `, as before: that is later than ${formatTtl(minutes)} from now.`
        : ` (${formatTtl(minutes)}).`
    }`,
  );
};

const executeExtension = async (
  { functions, clock, onChange }: WhitelistOperationPorts,
  effect: Effect | undefined,
  context: OperationContext,
): Promise<Outcome> => {
  const minutes = Number(effect?.['ttl_minutes']);
  const outcome = await functions.invoke({
    function: 'ip-whitelist',
    payload: {
      action: 'extend',
      ...headerOf(context),
      ip_address: effect?.target ?? '',
      environment: effect?.['environment'] ?? '',
      ttl_minutes: minutes,
    },
  });
  const answer = changedEntry(outcome, effect);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  const { entry, synced } = answer.value;
  onChange(entry.environment, entry.ip_address);
  return done(
    replyOf(
      doneTitle('extend', entry.environment),
      endLine(entry, minutes, clock.now()),
      ...(synced === false ? [lateGroups] : []),
    ),
  );
};

/** `/infra whitelist extend`: lets the end of an entry be farther away. */
export const extendOperation = (ports: WhitelistOperationPorts): Operation =>
  operation({
    name: 'infra whitelist extend',
    summary: 'Extend how long an IP may connect',
    example: '/infra whitelist extend 1.2.3.4 --ttl=30d',
    form: { title: 'Extend an entry', submit: 'Extend' },
    args: {
      ip: knownAddressArg,
      ttl: ttlArg(ports),
      env: entryEnvironmentArg(ports.environments),
      [breakGlassOption]: breakGlassArg,
    },
    dryRun: true,
    action: 'whitelist:extend',
    proposal: 'whitelist:list',
    changes: true,
    plan: (wanted, context) => planExtension(ports, wanted, context),
    execute: ([effect], context) => executeExtension(ports, effect, context),
  });
