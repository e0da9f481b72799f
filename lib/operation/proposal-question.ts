import type { Principal } from '../identity/principal.ts';
import type { Question } from '../policy/policy.ts';
import { type Operation, operationResource } from './operation.ts';

/** May this principal propose the operation at all? Asked about the operation as such, before anything is planned. */
export const proposalQuestion = (
  principal: Principal,
  { name }: Operation,
  action: string,
): Question => ({
  principal,
  action,
  resource: operationResource(name),
});
