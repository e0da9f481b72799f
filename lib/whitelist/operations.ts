import type { Operation } from '../operation/operation.ts';
import { addOperation } from './add-operation.ts';
import { extendOperation } from './extend-operation.ts';
import { listOperation } from './list-operation.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { refreshOperation } from './refresh-operation.ts';
import { removeOperation } from './remove-operation.ts';

/** `/infra whitelist`: who is let in to which environment, and for how long. */
export const whitelistOperations = (ports: WhitelistOperationPorts): readonly Operation[] => [
  addOperation(ports),
  removeOperation(ports),
  extendOperation(ports),
  listOperation(ports),
  refreshOperation(ports),
];
