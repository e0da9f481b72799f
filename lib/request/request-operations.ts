import { done, type Operation, operation, planOfItself } from '../operation/operation.ts';
import { decidingOperations } from './deciding-operations.ts';
import { idArg } from './request-arguments.ts';
import { listReply, statusReply } from './request-replies.ts';
import { createRequestScope, type RequestScope } from './request-scope.ts';
import { anyRequestRoot } from './wording.ts';
import type { Workflow } from './workflow.ts';

const statusOperation = (scope: RequestScope): Operation =>
  operation({
    name: `${scope.root} status`,
    summary: 'Check request status',
    example: `/${scope.root} status req-abc123`,
    args: { id: idArg },
    dryRun: false,
    changes: false,
    action: 'request:read',
    plan: ({ id }) => scope.planOn('request:read', id),
    execute: async ([effect]) => {
      const id = effect?.target ?? '';
      const request = await scope.workflow.load(id);
      return request === undefined
        ? { kind: 'failed', refusal: { code: 'NOT_FOUND', message: scope.unknown(id) } }
        : done(statusReply(request, scope.workflow.wordingOf(request)));
    },
  });

const listOperation = ({ root, workflow, covers }: RequestScope, listAction: string): Operation =>
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
        (request) =>
          covers(request) &&
          (request.requester.id === principal.id ||
            request.joiners.some(({ id }) => id === principal.id)),
      );
      return done(listReply(mine, root, (request) => workflow.wordingOf(request)));
    },
  });

/** Where the operations stand in the grammar, and what the policy is asked about the list. */
export interface RequestOperationsOptions {
  /** The slash command, as `request-image`. */
  readonly root: string;
  /** As `image:list`. */
  readonly listAction: string;
  readonly workflow: Workflow;
}

/** The operations on the requests of one slash command: status, list, approve, deny, cancel. */
export const requestOperations = ({
  root,
  listAction,
  workflow,
}: RequestOperationsOptions): readonly Operation[] => {
  const scope = createRequestScope(root, workflow);
  return [
    statusOperation(scope),
    listOperation(scope, listAction),
    ...decidingOperations(scope, listAction),
  ];
};

/**
 * The same decisions on whatever request, for the cards of operations that have no words of their own: a policy may make any
 * operation need approval. Help does not show them.
 */
export const anyRequestOperations = (
  workflow: Workflow,
  formAction = 'image:list',
): readonly Operation[] => {
  const scope = createRequestScope(anyRequestRoot, workflow);
  return [statusOperation(scope), ...decidingOperations(scope, formAction)].map((each) => ({
    ...each,
    hidden: true,
  }));
};
