import { z } from 'zod';
import type { OperationId, PrincipalId, RequestId } from '../kernel/ids.ts';

const principalId = z.custom<PrincipalId>(
  (value) => typeof value === 'string' && value.includes(':'),
);
const requestId = z.custom<RequestId>(
  (value) => typeof value === 'string' && value.startsWith('req-'),
);
const operationId = z.custom<OperationId>(
  (value) => typeof value === 'string' && value.startsWith('op-'),
);
const facts = z.record(z.string(), z.string());
const effect = z.looseObject({ operation: z.string(), target: z.string() }).and(facts);

const approval = z.object({ by: principalId, cause: requestId });

const person = z.object({
  id: principalId,
  username: z.string(),
  displayName: z.string(),
  slackUserId: z.string().nullable(),
  email: z.string().nullable(),
});

/** Absent from events of versions in which requests waited for ever. */
const deadlines = z
  .object({
    remindAt: z.exactOptional(z.string()),
    escalateAt: z.exactOptional(z.string()),
    expiresAt: z.exactOptional(z.string()),
  })
  .default({});

/**
 * What can happen to a request, as it stands in the ledger. `change` tells the kinds apart; `event` is the name
 * that people and log pipelines search for. Facts stand at the top level too, for the same pipelines.
 */
export const requestEvent = z.discriminatedUnion('change', [
  z.object({
    change: z.literal('created'),
    requestId,
    operation: z.string(),
    args: facts,
    requester: person,
    facts,
    effects: z.array(effect),
    effectsHash: z.string(),
    needed: z.int().min(0).max(5),
    policies: z.array(z.string()),
    operationId,
    channel: z.exactOptional(z.string()),
    asked: z.exactOptional(z.array(principalId)),
    deadlines,
    brokenGlass: z.exactOptional(z.object({ incident: z.string() })),
  }),
  z.object({ change: z.literal('approval'), approval }),
  z.object({ change: z.literal('approved'), approvals: z.array(approval) }),
  z.object({
    change: z.literal('voided'),
    reason: z.string(),
    facts,
    effects: z.array(effect),
    effectsHash: z.string(),
    needed: z.int().min(1).max(5),
    policies: z.array(z.string()),
    deadlines,
  }),
  z.object({ change: z.literal('asked'), asked: z.array(principalId) }),
  z.object({ change: z.literal('reminded') }),
  z.object({ change: z.literal('escalated'), to: z.array(principalId) }),
  z.object({ change: z.literal('expired'), reason: z.string() }),
  z.object({ change: z.literal('joined'), joiner: person, cause: requestId, wanted: facts }),
  z.object({ change: z.literal('reviewed'), by: principalId, cause: requestId }),
  z.object({ change: z.literal('started'), operationId }),
  z.object({ change: z.literal('done'), result: facts }),
  z.object({ change: z.literal('failed'), code: z.string(), reason: z.string() }),
  z.object({ change: z.literal('denied'), by: principalId, reason: z.string(), cause: requestId }),
  z.object({ change: z.literal('cancelled'), by: principalId, cause: requestId }),
]);

/** A change of a request, checked. */
export type RequestEvent = z.infer<typeof requestEvent>;
