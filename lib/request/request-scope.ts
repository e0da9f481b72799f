import { type Planned, refuse } from '../operation/operation.ts';
import { code, type Span } from '../reply/reply.ts';
import type { ApprovalRequest } from './request.ts';
import { requestResource } from './request-resource.ts';
import { anyRequestRoot } from './wording.ts';
import type { Workflow } from './workflow.ts';

/** The requests that the operations of one slash command are about. */
export interface RequestScope {
  /** The slash command, as `request-image`, or the root of the operations on whatever request. */
  readonly root: string;
  readonly workflow: Workflow;
  /** Whether a request is one of them. */
  readonly covers: (request: ApprovalRequest) => boolean;
  /** What is said of an id that is none of theirs. */
  readonly unknown: (id: string) => readonly Span[];
  /** The plan of doing `action` on the request with this id. */
  readonly planOn: (
    action: string,
    id: string,
    details?: Readonly<Record<string, string>>,
  ) => Promise<Planned>;
}

/** The requests for the operations of one slash command; for `request`, all of them. */
export const createRequestScope = (root: string, workflow: Workflow): RequestScope => {
  const covers = ({ operation }: ApprovalRequest): boolean =>
    root === anyRequestRoot || operation === root || operation.startsWith(`${root} `);
  // There is no list of all requests to point to.
  const unknown = (id: string): readonly Span[] =>
    root === anyRequestRoot
      ? [`There is no request ${id}.`]
      : [`There is no request ${id}. `, code(`/${root} list`), ' shows yours.'];
  return {
    root,
    workflow,
    covers,
    unknown,
    planOn: async (action, id, details = {}) => {
      const request = await workflow.load(id);
      if (request === undefined || !covers(request)) {
        return refuse('NOT_FOUND', ...unknown(id));
      }
      const effects = [{ ...details, operation: action, target: id }];
      const facts = { requestId: id };
      return { kind: 'planned', plan: { effects, resource: requestResource(request), facts } };
    },
  };
};
