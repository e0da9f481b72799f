import type { ArgValues } from '../command/spec.ts';
import type { OperationProgress } from '../contract/orchestrator.ts';
import type { Person } from '../identity/directory.ts';
import type { RequestId } from '../kernel/ids.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import type { Operation, OperationContext } from '../operation/operation.ts';
import { planOf } from '../operation/planned.fixture.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import type { Opened } from '../request/new-request.ts';
import { dana, principalOf } from '../request/people.fixture.ts';
import { createWorld, openWorkflow } from '../request/workflow.fixture.ts';
import type { Workflow } from '../request/workflow.ts';
import { environmentOperations } from './operations.ts';

/** How far an operation is, as the orchestrator answers it. */
export const progressOf = (
  state: OperationProgress['state'],
  steps: OperationProgress['steps'] = [],
  details: OperationProgress['details'] = {},
): { readonly sends: OperationProgress } => ({
  sends: { success: true, operation_id: 'op-any001', state, details, steps },
});

/** The orchestrator's refusal. */
export const refusal = (code: string, message = 'no') => ({
  sends: { success: false, error: { code, message } },
});

const contextOf = (by: Person, id: RequestId): OperationContext => ({
  principal: principalOf(by),
  requestId: id,
  operationId: `op-${id.slice('req-'.length)}`,
});

const environments = {
  all: new Map([
    ['dev', { protected: false }],
    ['prod', { protected: true }],
  ]),
  byDefault: 'dev',
};

const openOn = async (
  workflow: Workflow,
  operation: Operation,
  args: ArgValues,
  context: OperationContext,
  approvals: number,
): Promise<Opened> => {
  const plan = await planOf(operation, args, context);
  const decision = { kind: 'permit', approvals, reasons: [] } as const;
  return workflow.open({
    operation,
    args,
    plan,
    context,
    receivedAt: 0,
    decision,
    channel: 'C0TYPED',
  });
};

/** The operations on environments over a workflow, with an orchestrator that answers what the test says. */
export const setStage = (script: Parameters<typeof createScriptedInvoker>[0] = {}) => {
  const world = createWorld();
  const functions = createScriptedInvoker({
    'orchestrator stop': progressOf('in_progress', [{ name: 'api', state: 'running' }]),
    'orchestrator operation': refusal('NOT_FOUND'),
    ...script,
  });
  const rooms: { operations: readonly Operation[] } = { operations: [] };
  const find = (name: string): Operation | undefined =>
    rooms.operations.find((each) => each.name === name);
  const ledger = createMemoryLedger({ clock: world.clock, history: [] });
  const workflow = openWorkflow(world, { ledger, find });
  rooms.operations = environmentOperations({ environments, functions, workflow }, world.clock);
  const operationOf = (name: string): Operation => {
    const found = find(`infra ${name}`);
    if (found === undefined) {
      throw new Error(`there is no ${name}`);
    }
    return found;
  };
  return {
    ...world,
    functions,
    workflow,
    operationOf,
    contextOf,
    planOf: (name: string, values: ArgValues, by = dana, id: RequestId = 'req-ask001') =>
      operationOf(name).plan(values, contextOf(by, id)),
    /** Opens a request for an operation, as the flow does when the policy permits; needs `approvals`. */
    open: (name: string, values: ArgValues, id: RequestId, approvals = 0, by = dana) =>
      openOn(workflow, operationOf(name), values, contextOf(by, id), approvals),
    /** Runs an operation that answers at once. */
    run: async (name: string, values: ArgValues, by = dana, id: RequestId = 'req-run001') => {
      const operation = operationOf(name);
      const context = contextOf(by, id);
      const planned = await operation.plan(values, context);
      return planned.kind === 'refused'
        ? planned
        : operation.execute(planned.plan.effects, context);
    },
  };
};
