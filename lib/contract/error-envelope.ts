import { z } from 'zod';

/** Why a function refused a call, or never began what it asked for. */
export const errorCodes = [
  'IMAGE_NOT_IN_CATALOG',
  'ALREADY_PROVISIONED',
  'ORG_LIMIT_REACHED',
  'TOKEN_EXPIRED',
  'ENVIRONMENT_PROTECTED',
  'ENVIRONMENT_UNKNOWN',
  'INVALID_REQUEST',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'INTERNAL',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** The answer of every function that refused: nothing was begun. `message` is for people and says what to do. */
export const errorEnvelopeSchema = z.strictObject({
  success: z.literal(false),
  error: z.strictObject({ code: z.enum(errorCodes), message: z.string().min(1) }),
});

/** See {@link errorEnvelopeSchema}. */
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** The envelope with this code and this message for people. */
export const refuse = (code: ErrorCode, message: string): ErrorEnvelope => ({
  success: false,
  error: { code, message },
});
