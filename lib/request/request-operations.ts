import { isRequestId } from '../kernel/ids.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
  type Planned,
  planOfItself,
  refuse,
} from '../operation/operation.ts';
import { code, type Span } from '../reply/reply.ts';
import type { RequestCommand } from './decide.ts';
import { idArg, reasonArg } from './request-arguments.ts';
import { listReply, statusReply, verdictReply } from './request-replies.ts';
import { requestResource } from './request-resource.ts';
import type { Workflow } from './workflow.ts';

/** Where the operations stand in the grammar, and what the policy is asked about the list. */
export interface RequestOperationsOptions {
  /** The slash command, as `request-image`. */
  readonly root: string;
  /** As `image:list`. */
  readonly listAction: string;
  readonly workflow: Workflow;
}

const unknown = (id: string, root: string): readonly Span[] => [
  `There is no request ${id}. `,
  code(`/${root} list`),
  ' shows yours.',
];

/** The operations on the requests of one slash command: approve, deny, cancel, status, list. */
export const requestOperations = ({
  root,
  listAction,
  workflow,
}: RequestOperationsOptions): readonly Operation[] => {
  const planOn = async (
    name: string,
    id: string,
    details: Readonly<Record<string, string>> = {},
  ): Promise<Planned> => {
    const request = await workflow.load(id);
    if (request === undefined || !request.operation.startsWith(root)) {
      return refuse('NOT_FOUND', ...unknown(id, root));
    }
    const effects = [{ ...details, operation: name, target: id }];
    return {
      kind: 'planned',
      plan: { effects, resource: requestResource(request), facts: { requestId: id } },
    };
  };

  const take = async (id: string, command: RequestCommand): Promise<Outcome> => {
    const taken = isRequestId(id) ? await workflow.take(id, command) : undefined;
    return taken === undefined
      ? { kind: 'failed', refusal: { code: 'NOT_FOUND', message: unknown(id, root) } }
      : done(verdictReply(taken, command, workflow.wordingOf(taken.request)));
  };

  const decision = (
    verb: 'approve' | 'deny' | 'cancel',
    summary: string,
    toCommand: (effect: Effect, context: OperationContext) => RequestCommand,
  ) => ({
    name: `${root} ${verb}`,
    summary,
    dryRun: false,
    changes: true,
    action: `request:${verb}`,
    execute: async ([effect]: readonly Effect[], context: OperationContext): Promise<Outcome> =>
      effect === undefined ? nothingToDo : take(effect.target, toCommand(effect, context)),
  });

  return [
    operation({
      name: `${root} status`,
      summary: 'Check request status',
      example: `/${root} status req-abc123`,
      args: { id: idArg },
      dryRun: false,
      changes: false,
      action: 'request:read',
      plan: ({ id }) => planOn('request:read', id),
      execute: async ([effect]) => {
        const request = await workflow.load(effect?.target ?? '');
        return request === undefined
          ? nothingToDo
          : done(statusReply(request, workflow.wordingOf(request)));
      },
    }),
    operation({
      name: `${root} list`,
      summary: 'List your requests, pending ones first',
      example: `/${root} list`,
      args: {},
      dryRun: false,
      changes: false,
      action: listAction,
      plan: async () => planOfItself(`${root} list`, listAction, root),
      execute: async (_, { principal }) => {
        const mine = await workflow.list(
          (request) => request.requester.id === principal.id && request.operation.startsWith(root),
        );
        return done(listReply(mine, root, (request) => workflow.wordingOf(request)));
      },
    }),
    operation({
      ...decision('approve', 'Approve a request (approvers)', (_, { principal, requestId }) => ({
        do: 'approve',
        by: principal.id,
        cause: requestId,
      })),
      example: `/${root} approve req-abc123`,
      args: { id: idArg },
      plan: ({ id }) => planOn('request:approve', id),
    }),
    operation({
      ...decision(
        'deny',
        'Deny a request and say why (approvers)',
        (effect, { principal, requestId }) => ({
          do: 'deny',
          by: principal.id,
          cause: requestId,
          reason: effect['reason'] ?? '',
        }),
      ),
      example: `/${root} deny req-abc123 --reason "Use python:latest instead"`,
      form: { title: 'Deny request', submit: 'Deny' },
      args: { id: idArg, reason: reasonArg },
      plan: ({ id, reason }) => planOn('request:deny', id, { reason }),
    }),
    operation({
      ...decision(
        'cancel',
        'Cancel a request that waits for approval',
        (_, { principal, requestId }) => ({
          do: 'cancel',
          by: principal.id,
          cause: requestId,
        }),
      ),
      example: `/${root} cancel req-abc123`,
      args: { id: idArg },
      plan: ({ id }) => planOn('request:cancel', id),
    }),
  ];
};

const nothingToDo: Outcome = {
  kind: 'failed',
  refusal: { code: 'NOT_FOUND', message: 'There is no such request.' },
};
