import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import type { OperationContext, Refusal } from '../operation/operation.ts';
import { headerOf, listEntries } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';

/** Which entry somebody means; without an environment they leave it to us. */
export interface Wanted {
  readonly ip: string;
  readonly env?: string;
}

const notFound = ({ ip, env }: Wanted): Refusal => ({
  code: 'NOT_FOUND',
  message:
    env === undefined
      ? `${ip} is not let in to any environment, or not any more. /infra whitelist list shows what is.`
      : `${ip} is not let in to ${env}, or not any more. /infra whitelist list ${env} shows what is.`,
});

const inSeveral = (
  verb: string,
  { ip }: Wanted,
  [first, ...others]: readonly [WhitelistEntry, ...WhitelistEntry[]],
): Refusal => ({
  code: 'AMBIGUOUS',
  message: `${ip} is let in to ${[first, ...others].map(({ environment }) => environment).join(' and ')}. Add --env to say which is meant, as in /infra whitelist ${verb} ${ip} --env ${first.environment}.`,
});

/**
 * The entry that a command is about: in the environment that it names, else in the only one where the address is let in. Where
 * there is none or more than one, the refusal says how to go on; `verb` is the command's last word.
 */
export const findEntry = async (
  verb: string,
  wanted: Wanted,
  context: OperationContext,
  { functions }: WhitelistOperationPorts,
): Promise<Result<WhitelistEntry, Refusal>> => {
  const entries = await listEntries(functions, headerOf(context), wanted.env);
  if (!entries.ok) {
    return entries;
  }
  const [found, ...others] = entries.value.filter(
    ({ ip_address, environment }) =>
      ip_address === wanted.ip && (wanted.env === undefined || environment === wanted.env),
  );
  if (found === undefined) {
    return fail(notFound(wanted));
  }
  return others.length > 0 ? fail(inSeveral(verb, wanted, [found, ...others])) : succeed(found);
};
