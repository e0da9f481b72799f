import { z } from 'zod';
import type { Received } from './received.ts';
import { formCallback, inputAction, readFormMemory } from './render-form.ts';

const blockSuggestion = z.object({ type: z.literal('block_suggestion') });

const inForm = z.object({
  user: z.object({ id: z.string() }),
  action_id: z.literal(inputAction),
  block_id: z.string(),
  value: z.string(),
  view: z.object({ callback_id: z.literal(formCallback), private_metadata: z.string() }),
});

/**
 * Reads what somebody types into a menu whose options the app gives; undefined for every other payload. Into a menu that is none of
 * ours it is unhandled, and whoever types is told nothing: it comes with every key.
 */
export const fromSuggestion = (body: unknown): Received | undefined => {
  if (!blockSuggestion.safeParse(body).success) {
    return undefined;
  }
  const payload = inForm.safeParse(body).data;
  const memory = payload && readFormMemory(payload.view.private_metadata);
  return payload === undefined || memory === undefined
    ? { kind: 'unhandled', type: 'block_suggestion' }
    : {
        kind: 'typing',
        typing: {
          principal: `slack:${payload.user.id}`,
          operation: memory.operation,
          argument: payload.block_id,
          typed: payload.value,
        },
      };
};
