import type { Clock } from '../kernel/clock.ts';
import type { Operation } from '../operation/operation.ts';
import { cancelOperation } from './cancel-operation.ts';
import { changeOperations, type EnvironmentPorts } from './change-operations.ts';
import { historyOperation } from './history-operation.ts';
import { statusOperation } from './status-operation.ts';

/** `/infra`: what people can see and do of environments. */
export const environmentOperations = (
  ports: EnvironmentPorts,
  clock: Clock,
): readonly Operation[] => [
  statusOperation(ports.environments, ports.functions),
  ...changeOperations(ports),
  cancelOperation(ports),
  historyOperation(ports.environments, ports.workflow, clock),
];
