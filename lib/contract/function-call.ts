import { z } from 'zod';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { describeMismatch } from './describe-mismatch.ts';
import { type ErrorEnvelope, errorEnvelopeSchema } from './error-envelope.ts';
import { imageProvisionerActions } from './image-provisioner.ts';
import { ipWhitelistActions } from './ip-whitelist.ts';
import { orchestratorActions } from './orchestrator.ts';

/** Every function with its actions: the whole contract between the daemon and what changes the world. */
const functionContracts = {
  orchestrator: orchestratorActions,
  'ip-whitelist': ipWhitelistActions,
  'image-provisioner': imageProvisionerActions,
} as const;

type Contracts = typeof functionContracts;

/** The functions that the daemon calls. */
export type FunctionName = keyof Contracts;

/** What a function can be asked to do. */
export type ActionOf<F extends FunctionName> = keyof Contracts[F] & string;

/** The payload of one action, header included. */
export type RequestOf<F extends FunctionName, A extends ActionOf<F>> = Contracts[F][A] extends {
  request: infer S extends z.ZodType;
}
  ? z.infer<S>
  : never;

/** The answer to one action when the function did not refuse. */
export type ResponseOf<F extends FunctionName, A extends ActionOf<F>> = Contracts[F][A] extends {
  response: infer S extends z.ZodType;
}
  ? z.infer<S>
  : never;

/** One call: to whom, and what. */
export type FunctionCall = {
  [F in FunctionName]: {
    [A in ActionOf<F>]: { readonly function: F; readonly payload: RequestOf<F, A> };
  }[ActionOf<F>];
}[FunctionName];

/** What a call is answered with: the response of its action, or the refusal; told apart by `success`. */
export type AnswerTo<C extends FunctionCall> = C extends {
  function: infer F extends FunctionName;
  payload: { action: infer A };
}
  ? A extends ActionOf<F>
    ? ResponseOf<F, A> | ErrorEnvelope
    : never
  : never;

/** The environment variable that holds the ARN of each function. */
export const functionArnVariables = {
  orchestrator: 'ORCHESTRATOR_LAMBDA_ARN',
  'ip-whitelist': 'IP_WHITELIST_LAMBDA_ARN',
  'image-provisioner': 'IMAGE_PROVISIONER_LAMBDA_ARN',
} as const satisfies Record<FunctionName, string>;

interface ActionContract {
  readonly response: z.ZodObject<{ success: z.ZodLiteral<true> }>;
  readonly reading: boolean;
}

const contractOf = (call: FunctionCall): ActionContract => {
  const actions: Readonly<Record<string, ActionContract>> = functionContracts[call.function];
  const contract = actions[call.payload.action];
  if (contract === undefined) {
    throw new TypeError(`${call.function} has no action ${call.payload.action}`);
  }
  return contract;
};

/** Whether the call changes nothing, so that it may be given up early. */
export const isReading = (call: FunctionCall): boolean =>
  contractOf(call).reading || ('dry_run' in call.payload && call.payload.dry_run === true);

/**
 * Reads what a function sent by the closed schema of answers to this call: the response of its action or the refusal.
 * The error is one line that names the fields that do not fit, without their values.
 */
export const readAnswer = <C extends FunctionCall>(
  call: C,
  sent: unknown,
): Result<AnswerTo<C>, string> => {
  const schema = z
    .discriminatedUnion('success', [errorEnvelopeSchema, contractOf(call).response])
    // The table pairs each action with its schema; TypeScript cannot follow the pairing through the look-up.
    .pipe(z.custom<AnswerTo<C>>());
  const answer = schema.safeParse(sent);
  return answer.success ? succeed(answer.data) : fail(describeMismatch(answer.error));
};
