import { done, type Operation, operation } from '../operation/operation.ts';
import { replyOf } from '../reply/reply.ts';
import { listedEnvironmentArg } from './arguments.ts';
import { headerOf, listEntries } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { everyEnvironment, whitelistResource } from './whitelist-resource.ts';
import { listParts } from './whitelist-wording.ts';

/** `/infra whitelist list`: who is let in, to an environment or to all of them. */
export const listOperation = ({
  environments,
  functions,
  clock,
}: WhitelistOperationPorts): Operation =>
  operation({
    name: 'infra whitelist list',
    summary: 'List whitelisted IPs',
    example: '/infra whitelist list dev',
    args: { environment: listedEnvironmentArg(environments) },
    dryRun: true,
    action: 'whitelist:list',
    changes: false,
    plan: async ({ environment = everyEnvironment }) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'whitelist:list', target: environment }],
        resource: whitelistResource(environments, environment),
        facts: environment === everyEnvironment ? {} : { environment },
      },
    }),
    execute: async ([effect], context) => {
      const shown = effect?.target === everyEnvironment ? undefined : effect?.target;
      const entries = await listEntries(functions, headerOf(context), shown);
      if (!entries.ok) {
        return { kind: 'failed', refusal: entries.error };
      }
      const known = [...environments.all.keys()];
      return done(replyOf(...listParts(entries.value, { known, shown, now: clock.now() })));
    },
  });
