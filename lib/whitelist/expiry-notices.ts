import { formatCommand } from '../command/format-command.ts';
import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import { showMoment } from '../kernel/show-time.ts';
import { noticeIdFrom } from '../reply/notice-id.ts';
import type { Notice, ShownNotice } from '../reply/noticeboard.ts';
import { buttons, line, type Part, replyOf } from '../reply/reply.ts';
import { entryEnvironmentArg, knownAddressArg, ttlArg } from './arguments.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { formatTtl, minutesIn } from './ttl.ts';
import { entryName, openConnections } from './whitelist-wording.ts';

/** What has become of an address whose owner was told that its end is near. */
export type Fate =
  | { readonly kind: 'extended'; readonly until: string }
  | { readonly kind: 'removed' | 'expired' };

/** The id under which everything about an entry is told; an address that is added anew is another entry. */
export const noticeIdOf = ({ environment, ip_address, added_at }: WhitelistEntry): RequestId =>
  noticeIdFrom([environment, ip_address, added_at]);

/** Names a message about this end of an entry: after an extension there is another end, and so another message. */
export const noticeKindOf = (what: 'expired' | 'expiring', { expires_at }: WhitelistEntry) =>
  `${what}-${hashOf(expires_at).slice(0, 8)}`;

/** The line in the notify channel about an entry that has expired. */
export const expiredNotice = (entry: WhitelistEntry, channel: string): Notice => ({
  requestId: noticeIdOf(entry),
  kind: noticeKindOf('expired', entry),
  to: { channel },
  reply: replyOf(
    line('⌛ ', ...entryName(entry), ` has expired and is no longer let in. ${openConnections}`),
  ),
  revision: 'expired',
  isFinal: true,
});

const askingRevision = 'expiring';

/** Whether the message asks an owner, about this end of the entry or an earlier one, and has not been told yet what became of it. */
export const isOpenQuestion = ({ kind, revision }: ShownNotice): boolean =>
  kind.startsWith('expiring-') && (revision === askingRevision || revision === undefined);

const minutesPerDay = 24 * 60;

/**
 * For how long a click on Extend lets an address in: as long as its present span, and at most the usual time. So what was let in
 * for five minutes is not let in for a month by one click.
 */
export const extensionOf = (entry: WhitelistEntry, defaultTtl: string): string => {
  const span = (Date.parse(entry.expires_at) - Date.parse(entry.added_at)) / 60_000;
  const minutes = Math.max(1, Math.min(Math.round(span), minutesIn(defaultTtl)));
  const whole = minutes - (minutes % minutesPerDay);
  return formatTtl(minutes > minutesPerDay ? whole : minutes);
};

const ways = (
  { ip_address: ip, environment: env, ...entry }: WhitelistEntry,
  { environments, defaultTtl }: Pick<WhitelistOperationPorts, 'environments' | 'defaultTtl'>,
): Part => {
  const args = { ip: knownAddressArg, env: entryEnvironmentArg(environments) };
  const ttl = extensionOf({ ip_address: ip, environment: env, ...entry }, defaultTtl);
  return buttons(
    {
      label: `Extend (${ttl})`,
      style: 'primary',
      command: formatCommand(
        { name: 'infra whitelist extend', args: { ...args, ttl: ttlArg({ defaultTtl }) } },
        { ip, env, ttl },
      ),
    },
    {
      label: 'Done',
      command: formatCommand({ name: 'infra whitelist remove', args }, { ip, env }),
    },
  );
};

const fateLine = (entry: WhitelistEntry, fate: Fate): Part => {
  switch (fate.kind) {
    case 'extended':
      return line('✅ ', ...entryName(entry), ` may connect until ${showMoment(fate.until)}.`);
    case 'removed':
      return line('⚪ ', ...entryName(entry), ' was removed and is no longer let in.');
    case 'expired':
      return line('⌛ ', ...entryName(entry), ' has expired and is no longer let in.');
    default:
      return fate satisfies never;
  }
};

/**
 * The message to the owner of an entry that is about to expire: with the ways to go on as its buttons, or, once it is no longer
 * about to expire, with what became of it and no buttons.
 */
export const expiringNotice = (
  entry: WhitelistEntry,
  person: PrincipalId,
  ports: Pick<WhitelistOperationPorts, 'environments' | 'defaultTtl'>,
  fate?: Fate,
): Notice => ({
  requestId: noticeIdOf(entry),
  kind: noticeKindOf('expiring', entry),
  to: { person },
  reply:
    fate === undefined
      ? replyOf(
          line('⏳ ', ...entryName(entry), ` may connect until ${showMoment(entry.expires_at)}.`),
          line('Extend it if it is still needed; Done ends it now.'),
          ways(entry, ports),
        )
      : replyOf(fateLine(entry, fate)),
  revision: fate === undefined ? askingRevision : hashOf(fate),
  isFinal: fate !== undefined,
});
