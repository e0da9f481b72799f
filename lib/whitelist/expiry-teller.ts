import type { ResponseOf } from '../contract/function-call.ts';
import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import type { Clock } from '../kernel/clock.ts';
import { slackUserOf } from '../kernel/ids.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import { createNoticeKeeper, type NoticeKeeper } from '../reply/notice-keeper.ts';
import type { ReadableNoticeboard } from '../reply/noticeboard.ts';
import { ownerOf } from './entry-owner.ts';
import {
  expiredNotice,
  expiringNotice,
  type Fate,
  isOpenQuestion,
  noticeIdOf,
  noticeKindOf,
} from './expiry-notices.ts';
import { type Header, listWithEnded } from './list-entries.ts';
import type { WhitelistEnvironments } from './operation-ports.ts';

/** What the function says has expired and is about to. */
export type Expiry = Pick<ResponseOf<'ip-whitelist', 'expire'>, 'expired' | 'expiring'>;

/** Tells people what expires. */
export interface ExpiryTeller {
  /** Tells what was not told yet, and what became of those who were asked before; once `stopped`, it begins nothing. */
  tell(expiry: Expiry, stopped: AbortSignal): Promise<void>;
  /** Whether the owner of this entry sees the question whether it is still needed. */
  isAsked(environment: string, address: string): boolean;
}

/** What the teller works with. */
export interface ExpiryTellerPorts {
  readonly functions: FunctionInvoker;
  readonly noticeboard: ReadableNoticeboard;
  readonly clock: Clock;
  /** Where everybody reads what has expired. */
  readonly notifyChannel: string;
  readonly environments: WhitelistEnvironments;
  /** The most that one click extends an entry by, as `30d`. */
  readonly defaultTtl: string;
}

/** A question to an owner. An extension gives an entry another end, and another question of its own kind. */
interface Question {
  readonly entry: WhitelistEntry;
  readonly kind: string;
}

const isSame = (one: WhitelistEntry, other: WhitelistEntry): boolean =>
  noticeIdOf(one) === noticeIdOf(other);

const questionOf = (entry: WhitelistEntry): Question => ({
  entry,
  kind: noticeKindOf('expiring', entry),
});

const keyOf = ({ entry, kind }: Question): string => `${noticeIdOf(entry)} ${kind}`;

/** What became of an entry that is not about to expire any more; undefined where nobody can tell now. */
const findFate = async (
  entry: WhitelistEntry,
  { expired }: Expiry,
  functions: FunctionInvoker,
  header: Header,
): Promise<Fate | undefined> => {
  if (expired.some((each) => isSame(each, entry))) {
    return { kind: 'expired' };
  }
  const listed = await listWithEnded(functions, header, entry.environment);
  if (!listed.ok) {
    return undefined;
  }
  const live = listed.value.entries.find((each) => isSame(each, entry));
  const ended = listed.value.ended.find((each) => isSame(each, entry));
  return live === undefined
    ? { kind: ended?.how ?? 'removed' }
    : { kind: 'extended', until: live.expires_at };
};

/**
 * The questions that earlier processes asked and did not settle, as far as their entries are remembered; undefined where nobody can tell now.
 */
const findOpenQuestions = async (
  { functions, noticeboard }: ExpiryTellerPorts,
  header: Header,
): Promise<readonly Question[] | undefined> => {
  const listed = await listWithEnded(functions, header);
  if (!listed.ok) {
    return undefined;
  }
  const known = [...listed.value.ended, ...listed.value.entries];
  const entries = new Map(known.map((entry) => [noticeIdOf(entry), entry]));
  const shown = await noticeboard.shown(new Set(entries.keys()));
  return shown.filter(isOpenQuestion).flatMap(({ requestId, kind }) => {
    const entry = entries.get(requestId);
    return entry === undefined ? [] : [{ entry, kind }];
  });
};

/** Shows owners their questions, until they need not answer them any more. */
interface Questions {
  /** What earlier processes have asked, once that can be told. */
  learnEarlier(): Promise<void>;
  /** Asks, unless it stands there already. */
  ask(question: Question, stopped: AbortSignal): Promise<void>;
  /** Takes the question away from those who need not answer it any more. */
  settle(expiry: Expiry, stopped: AbortSignal): Promise<void>;
  isAsked(environment: string, address: string): boolean;
}

/** Whether the owner sees the question now, or the fate of its entry instead; not if it was stopped. */
const showQuestion = async (
  { entry, kind }: Question,
  ports: ExpiryTellerPorts,
  keeper: NoticeKeeper,
  stopped: AbortSignal,
  fate?: Fate,
): Promise<boolean> => {
  const owner = ownerOf(entry);
  // A machine reads no messages.
  return (
    slackUserOf(owner) !== undefined &&
    !stopped.aborted &&
    (await keeper.show({ ...expiringNotice(entry, owner, ports, fate), kind }, stopped))
  );
};

const createQuestions = (
  ports: ExpiryTellerPorts,
  keeper: NoticeKeeper,
  header: () => Header,
): Questions => {
  /** Those that owners see: each leaves when its end has come or has moved. */
  const asked = new Map<string, Question>();
  let knowsEarlier = false;

  const show = (question: Question, stopped: AbortSignal, fate?: Fate): Promise<boolean> =>
    showQuestion(question, ports, keeper, stopped, fate);

  return {
    learnEarlier: async () => {
      const earlier = knowsEarlier ? [] : await findOpenQuestions(ports, header());
      earlier?.forEach((question) => asked.set(keyOf(question), question));
      knowsEarlier = earlier !== undefined;
    },
    ask: async (question, stopped) => {
      if (await show(question, stopped)) {
        asked.set(keyOf(question), question);
      }
    },
    settle: async (expiry, stopped) => {
      const current = new Set(expiry.expiring.map((entry) => keyOf(questionOf(entry))));
      for (const [key, question] of asked) {
        const fate =
          current.has(key) || stopped.aborted
            ? undefined
            : await findFate(question.entry, expiry, ports.functions, header());
        if (fate !== undefined && (await show(question, stopped, fate))) {
          asked.delete(key);
        }
      }
    },
    isAsked: (environment, address) =>
      [...asked.values()].some(
        ({ entry }) => entry.environment === environment && entry.ip_address === address,
      ),
  };
};

/** A teller that does not know yet what earlier processes have asked. `header` makes one for each call of its own. */
export const createExpiryTeller = (
  ports: ExpiryTellerPorts,
  header: () => Header,
): ExpiryTeller => {
  const keeper = createNoticeKeeper(ports.noticeboard, ports.clock);
  const questions = createQuestions(ports, keeper, header);
  return {
    tell: async (expiry, stopped) => {
      if (!stopped.aborted) {
        await questions.learnEarlier();
      }
      for (const question of expiry.expiring.map(questionOf)) {
        await questions.ask(question, stopped);
      }
      await questions.settle(expiry, stopped);
      for (const entry of expiry.expired) {
        if (!stopped.aborted) {
          await keeper.show(expiredNotice(entry, ports.notifyChannel), stopped);
        }
      }
      keeper.forgetOthers();
    },
    isAsked: (environment, address) => questions.isAsked(environment, address),
  };
};
