import type { ArgValues } from '../command/spec.ts';
import { isRequestId } from '../kernel/ids.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
} from '../operation/operation.ts';
import { idArg, planArg, reasonArg } from './request-arguments.ts';
import type { HumanCommand } from './request-command.ts';
import { verdictReply } from './request-replies.ts';
import type { RequestScope } from './request-scope.ts';

/** What people decide; that they join is decided for them. */
type Human = Exclude<HumanCommand, { readonly do: 'join' }>;

const toCommand = (verb: Human['do'], effect: Effect, context: OperationContext): Human => {
  const common = { by: context.principal.id, cause: context.requestId };
  const { plan } = effect;
  switch (verb) {
    case 'approve':
      return {
        do: verb,
        ...common,
        ...(plan === undefined ? {} : { plan }),
        ...(context.isCarriedOn === undefined ? {} : { isCarriedOn: true }),
      };
    case 'deny':
      return { do: verb, ...common, reason: effect['reason'] ?? '' };
    case 'cancel':
    case 'review':
      return { do: verb, ...common };
    default:
      return verb satisfies never;
  }
};

/** What these operations have in common, for one of them. */
const common = (scope: RequestScope, formAction: string, verb: Human['do']) => {
  const { root, workflow } = scope;
  const action = `request:${verb}`;
  const missing = (id: string): Outcome => ({
    kind: 'failed',
    refusal: { code: 'NOT_FOUND', message: scope.unknown(id) },
  });
  const take = async (id: string, command: Human): Promise<Outcome> => {
    const taken = isRequestId(id) ? await workflow.take(id, command) : undefined;
    return taken === undefined
      ? missing(id)
      : done(verdictReply(taken, command, workflow.wordingOf(taken.request)));
  };
  return {
    name: `${root} ${verb}`,
    dryRun: false,
    changes: true,
    action,
    formAction,
    // Where the request is named, whoever may not decide on it is told so before they write why.
    outline: async ({ id }: ArgValues) => (id === undefined ? undefined : scope.planOn(action, id)),
    execute: async ([effect]: readonly Effect[], context: OperationContext): Promise<Outcome> =>
      effect === undefined ? missing('') : take(effect.target, toCommand(verb, effect, context)),
  };
};

/**
 * Approve, deny, cancel and review: what the buttons of a card carry, and what can be typed as well. `formAction` is asked of whoever
 * names no request, before they are asked which one.
 */
export const decidingOperations = (
  scope: RequestScope,
  formAction: string,
): readonly Operation[] => {
  const { root } = scope;
  return [
    operation({
      ...common(scope, formAction, 'approve'),
      summary: 'Approve a request (approvers)',
      example: `/${root} approve req-abc123`,
      args: { id: idArg, plan: planArg },
      plan: ({ id, plan }) =>
        scope.planOn('request:approve', id, plan === undefined ? {} : { plan }),
    }),
    operation({
      ...common(scope, formAction, 'deny'),
      summary: 'Deny a request and say why (approvers)',
      example: `/${root} deny req-abc123 --reason "Use python:latest instead"`,
      form: { title: 'Deny request', submit: 'Deny' },
      args: { id: idArg, reason: reasonArg },
      plan: ({ id, reason }) => scope.planOn('request:deny', id, { reason }),
    }),
    operation({
      ...common(scope, formAction, 'cancel'),
      summary: 'Cancel a request that waits for approval',
      example: `/${root} cancel req-abc123`,
      args: { id: idArg },
      plan: ({ id }) => scope.planOn('request:cancel', id),
    }),
    operation({
      ...common(scope, formAction, 'review'),
      summary: 'Sign off a break-glass after you have looked at it (approvers)',
      example: `/${root} review req-abc123`,
      args: { id: idArg },
      plan: ({ id }) => scope.planOn('request:review', id),
    }),
  ];
};
