import type { ResponseOf } from '../contract/function-call.ts';
import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { Clock } from '../kernel/clock.ts';
import { slackUserOf } from '../kernel/ids.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import type { Noticeboard } from '../reply/noticeboard.ts';
import { ownerOf } from './entry-owner.ts';
import { expiredNotice, expiringNotice, type Fate, noticeIdOf } from './expiry-notices.ts';
import { type Header, listEntries } from './list-entries.ts';
import { createNoticeKeeper } from './notice-keeper.ts';
import type { WhitelistEnvironments } from './operation-ports.ts';

/** What the function says has expired and is about to. */
export type Expiry = Pick<ResponseOf<'ip-whitelist', 'expire'>, 'expired' | 'expiring'>;

/** Tells people what expires. */
export interface ExpiryTeller {
  /** Tells what was not told yet, and what became of those who were asked before. */
  tell(expiry: Expiry): Promise<void>;
  /** Whether the owner of this entry sees the question whether it is still needed. */
  isAsked(environment: string, address: string): boolean;
}

/** What the teller works with. */
export interface ExpiryTellerPorts {
  readonly functions: FunctionInvoker;
  readonly noticeboard: Noticeboard;
  readonly clock: Clock;
  /** Where everybody reads what has expired. */
  readonly notifyChannel: string;
  readonly environments: WhitelistEnvironments;
  /** The most that one click extends an entry by, as `30d`. */
  readonly defaultTtl: string;
}

/** Names one end of an entry; an extension gives it another. */
const endOf = (entry: WhitelistEntry): string => `${noticeIdOf(entry)} ${entry.expires_at}`;

/** What became of an entry that is not about to expire any more; undefined where nobody can tell now. */
const findFate = async (
  entry: WhitelistEntry,
  { expired }: Expiry,
  functions: FunctionInvoker,
  header: Header,
): Promise<Fate | undefined> => {
  if (expired.some((each) => endOf(each) === endOf(entry))) {
    return { kind: 'expired' };
  }
  const live = await listEntries(functions, header, entry.environment);
  if (!live.ok) {
    return undefined;
  }
  const same = live.value.find((each) => noticeIdOf(each) === noticeIdOf(entry));
  return same === undefined ? { kind: 'removed' } : { kind: 'extended', until: same.expires_at };
};

/** A teller that has asked nobody yet. `header` makes one for each call of its own; once `stopped`, it begins nothing. */
export const createExpiryTeller = (
  ports: ExpiryTellerPorts,
  header: () => Header,
  stopped: AbortSignal,
): ExpiryTeller => {
  const keeper = createNoticeKeeper(ports.noticeboard, ports.clock);
  /** Those whose owners see a question: at most as many as are live, and each leaves when its end has come or has moved. */
  const asked = new Map<string, WhitelistEntry>();

  const show = async (entry: WhitelistEntry, fate?: Fate): Promise<boolean> => {
    const owner = ownerOf(entry);
    // A machine reads no messages.
    return (
      slackUserOf(owner) !== undefined &&
      !stopped.aborted &&
      (await keeper.show(expiringNotice(entry, owner, ports, fate), stopped))
    );
  };

  /** Takes the question away from those who need not answer it any more. */
  const settle = async (expiry: Expiry): Promise<void> => {
    const open = new Set(expiry.expiring.map(endOf));
    for (const [end, entry] of asked) {
      const fate = open.has(end)
        ? undefined
        : await findFate(entry, expiry, ports.functions, header());
      if (fate !== undefined && (await show(entry, fate))) {
        asked.delete(end);
      }
    }
  };

  return {
    tell: async (expiry) => {
      for (const entry of expiry.expiring) {
        if (await show(entry)) {
          asked.set(endOf(entry), entry);
        }
      }
      await settle(expiry);
      for (const entry of expiry.expired) {
        if (!stopped.aborted) {
          await keeper.show(expiredNotice(entry, ports.notifyChannel), stopped);
        }
      }
      keeper.forgetOthers();
    },
    isAsked: (environment, address) =>
      [...asked.values()].some(
        (entry) => entry.environment === environment && entry.ip_address === address,
      ),
  };
};
