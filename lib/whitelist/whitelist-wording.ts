import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { Millis } from '../kernel/clock.ts';
import { showMoment, showSpan } from '../kernel/show-time.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { line, list, type Part, person, type Span, title } from '../reply/reply.ts';
import { ownerOf } from './entry-owner.ts';
import { managedPorts } from './reconcile.ts';

const protocols: ReadonlyMap<number, string> = new Map([
  [80, 'HTTP'],
  [443, 'HTTPS'],
  [7233, 'gRPC'],
]);

const portNames = managedPorts
  .map((port) => (protocols.has(port) ? `${port} (${protocols.get(port)})` : `${port}`))
  .join(', ');

/** That it is done, as the head of an answer: `✅ WHITELIST ADD - DEV`. */
export const doneTitle = (verb: string, environment: string): Part =>
  title(`✅ WHITELIST ${verb.toUpperCase()} - ${environment.toUpperCase()}`);

/** To which ports an address that is let in may connect. */
export const portsLine: Part = line(`Ports: ${portNames}`);

/** That the table has it and the groups do not yet. */
export const lateGroups: Part = line(
  'The security groups could not be reached; they follow within a minute.',
);

/** What revoking a rule does not do. */
export const openConnections = 'Connections already open end by themselves.';

/** The entry inside a sentence, as `1.2.3.4/32 (DEV, Home office, added by <@U1>)`. */
export const entryName = (entry: WhitelistEntry): readonly Span[] => {
  const description = onOneLine(entry.description);
  const details = [entry.environment.toUpperCase(), ...(description === '' ? [] : [description])];
  return [`${entry.ip_address} (${details.join(', ')}, added by `, person(ownerOf(entry)), ')'];
};

/** More than this is for one environment at a time, and then for the function's table. */
const mostShown = 40;

const entryItem = (entry: WhitelistEntry, now: Millis): readonly Span[] => {
  const description = onOneLine(entry.description);
  const left = Date.parse(entry.expires_at) - now;
  return [
    `${entry.ip_address}${description === '' ? '' : ` – ${description}`} – added by `,
    person(ownerOf(entry)),
    ` – expires in ${showSpan(left)} (${showMoment(entry.expires_at)})`,
  ];
};

const bySoonest = (one: WhitelistEntry, other: WhitelistEntry): number =>
  Date.parse(one.expires_at) - Date.parse(other.expires_at) ||
  (one.ip_address < other.ip_address ? -1 : 1);

const environmentParts = (
  environment: string,
  entries: readonly WhitelistEntry[],
  now: Millis,
): readonly Part[] => {
  const rest = entries.length - mostShown;
  return [
    line(`${environment.toUpperCase()}: ${entries.length}`),
    list(
      entries
        .toSorted(bySoonest)
        .slice(0, mostShown)
        .map((entry) => entryItem(entry, now)),
    ),
    ...(rest > 0 ? [line(`and ${rest} more, which last longer`)] : []),
  ];
};

/**
 * Who is let in: per environment (the known ones in their order, then others), those first that end soonest. `shown` is the one
 * environment that was asked about, or undefined for all.
 */
export const listParts = (
  entries: readonly WhitelistEntry[],
  { known, shown, now }: { known: readonly string[]; shown: string | undefined; now: Millis },
): readonly Part[] => {
  const names = new Set([...known, ...entries.map(({ environment }) => environment).toSorted()]);
  const parts = [...names].flatMap((name) => {
    const own = entries.filter(({ environment }) => environment === name);
    return own.length === 0 ? [] : environmentParts(name, own, now);
  });
  return [
    title(shown === undefined ? 'IP Whitelist' : `IP Whitelist: ${shown.toUpperCase()}`),
    ...(parts.length === 0 ? [line('No address is let in.')] : parts),
  ];
};
