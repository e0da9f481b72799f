import type { ArgValues } from '../command/spec.ts';
import type { Operation, OperationContext, Plan } from './operation.ts';

/** The plan of an operation that makes one. Rejects where it refuses to. */
export const planOf = async (
  operation: Operation,
  args: ArgValues,
  context: OperationContext,
): Promise<Plan> => {
  const planned = await operation.plan(args, context);
  if (planned.kind === 'refused') {
    throw new Error(`${operation.name} was refused: ${planned.refusal.code}`);
  }
  return planned.plan;
};
