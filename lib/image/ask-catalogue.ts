import type { Result } from '../kernel/result.ts';
import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import type { OperationContext, Refusal } from '../operation/operation.ts';
import type { ImageCatalogue } from './plan-image.ts';

/** Asks what the organisation may have and has, or why that cannot be known now. */
export type AskCatalogue = (context: OperationContext) => Promise<Result<ImageCatalogue, Refusal>>;

/** Asks the image provisioner, anew each time: what was there a minute ago decides nothing. */
export const createAskCatalogue =
  (functions: FunctionInvoker): AskCatalogue =>
  async (context) =>
    answerOf(
      'The image provisioner',
      await functions.invoke({
        function: 'image-provisioner',
        payload: {
          action: 'catalog',
          operation_id: context.operationId,
          user_info: userInfoOf(context),
        },
      }),
    );
