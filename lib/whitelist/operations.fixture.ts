import { parseLine } from '../command/parse.ts';
import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import { someMember } from '../identity/principal.fixture.ts';
import type { Principal } from '../identity/principal.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import type { Operation, Outcome, Planned } from '../operation/operation.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import { plainText, writeText } from '../reply/plain-text.ts';
import { defaultAddressRules } from './address.ts';
import type { WhitelistEnvironments } from './operation-ports.ts';
import { whitelistOperations } from './operations.ts';

/** Dana, who owns what is added in these tests. */
export const dana: Principal = { ...someMember, id: 'slack:U0DANA' };

/** On whose behalf the tests ask. */
export const context = {
  principal: dana,
  requestId: 'req-asked1',
  operationId: 'op-asked1',
} as const;

/** What every call carries then. */
export const header = {
  operation_id: 'op-asked1',
  user_info: { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' },
} as const;

/** dev by default, and prod, which is protected. */
export const environments: WhitelistEnvironments = {
  all: new Map([
    ['dev', { protected: false }],
    ['staging', { protected: false }],
    ['prod', { protected: true }],
  ]),
  byDefault: 'dev',
};

/** Dana's home in dev, for 30 days from the clock's start. */
export const home: WhitelistEntry = {
  ip_address: '1.2.3.4/32',
  environment: 'dev',
  expires_at: '2026-02-04T09:00:00.000Z',
  description: 'Home office',
  added_by: 'U0DANA',
  added_at: '2026-01-05T09:00:00.000Z',
};

/** What a function sends that has these entries. */
export const listing = (...entries: readonly WhitelistEntry[]) => ({
  sends: { success: true, entries },
});

type Script = Parameters<typeof createScriptedInvoker>[0];

/** The operations over a function that answers by a script, at 2026-01-05T09:00Z. */
export const createWhitelistBench = (script: Script = {}) => {
  const clock = createManualClock();
  const functions = createScriptedInvoker(script);
  const changed: string[] = [];
  const operations = whitelistOperations({
    environments,
    functions,
    rules: defaultAddressRules,
    defaultTtl: '30d',
    clock,
    onChange: (environment, address) => changed.push(`${environment} ${address}`),
  });
  const catalogue = createCatalogue(operations);

  /** Parses a typed command, as the flow does. Throws where it is not a whole command. */
  const read = (
    typed: string,
  ): { operation: Operation; values: Readonly<Record<string, string>> } => {
    const parsed = parseLine(catalogue.grammar, typed);
    const operation = parsed.kind === 'command' ? catalogue.find(parsed.spec.name) : undefined;
    if (parsed.kind !== 'command' || operation === undefined) {
      throw new Error(JSON.stringify(parsed));
    }
    return { operation, values: parsed.values };
  };

  const plan = async (typed: string): Promise<Planned> => {
    const { operation, values } = read(typed);
    return operation.plan(values, context);
  };

  const run = async (typed: string): Promise<Outcome> => {
    const planned = await plan(typed);
    if (planned.kind === 'refused') {
      throw new Error(writeText(planned.refusal.message));
    }
    return read(typed).operation.execute(planned.plan.effects, context);
  };

  /** The lines that a typed command is answered with. */
  const lines = async (typed: string): Promise<readonly string[]> => {
    const outcome = await run(typed);
    if (outcome.kind !== 'done') {
      throw new Error(JSON.stringify(outcome));
    }
    return plainText(outcome.reply).split('\n');
  };

  return { clock, functions, changed, operations, catalogue, read, plan, run, lines };
};
