import { option, position } from '../command/arguments.ts';
import { pattern, text } from '../command/value-types.ts';
import { customNamePattern, imageReferencePattern } from '../contract/image-reference.ts';
import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
} from '../operation/operation.ts';
import { fields, line, replyOf } from '../reply/reply.ts';
import { requestOperations } from '../request/request-operations.ts';
import type { Workflow } from '../request/workflow.ts';
import { createAskCatalogue } from './ask-catalogue.ts';
import { imageWording } from './image-wording.ts';
import { type ImageRules, planImage } from './plan-image.ts';
import { searchOperation } from './search.ts';

/** What image requests need. */
export interface ImagePorts {
  readonly functions: FunctionInvoker;
  readonly workflow: Workflow;
  readonly rules: ImageRules;
}

const args = {
  image: position({
    label: 'Image',
    hint: 'The image and its tag, as the catalogue has it',
    placeholder: 'python:latest-dev',
    value: pattern({
      shape: imageReferencePattern,
      sentence:
        'An image looks like python:latest-dev: lower-case letters, digits, dots, hyphens, and a tag behind a colon.',
    }),
  }),
  justification: option({
    label: 'Justification',
    hint: 'Why you need it, in more than 10 characters; approvers read it',
    placeholder: 'Need for ML training pipeline',
    valueName: 'reason',
    value: text({ min: 11, max: 1_000, multiline: true }),
  }),
  name: option({
    label: 'Custom name',
    hint: 'The name to provision it under, if not its own',
    placeholder: 'python-ml-pipeline',
    optional: true,
    value: pattern({
      shape: customNamePattern,
      sentence: 'A custom name has lower-case letters, digits and hyphens, as python-ml-pipeline.',
      max: 128,
    }),
  }),
  team: option({
    label: 'Team',
    hint: 'For which of your teams, if you are in several',
    placeholder: 'data-engineering',
    optional: true,
    value: text({ max: 100 }),
  }),
} as const;

const provision = async (
  [effect]: readonly Effect[],
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<Outcome> => {
  const name = effect?.['name'];
  const outcome = await functions.invoke({
    function: 'image-provisioner',
    payload: {
      action: 'provision',
      operation_id: context.operationId,
      user_info: userInfoOf(context),
      image: effect?.['source'] ?? '',
      ...(name === undefined ? {} : { custom_name: name }),
    },
  });
  const answer = answerOf('The image provisioner', outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  const { repo_id: repoId, name: repository, pull_string: pullString } = answer.value;
  if (repository !== effect?.target) {
    const message = `The image provisioner answered for ${repository}, which nobody approved. Please tell an operator.`;
    return { kind: 'failed', refusal: { code: 'UNEXPECTED_ANSWER', message } };
  }
  return done(
    replyOf(line('Provisioned successfully'), fields({ label: 'Available at', value: pullString })),
    { repoId, repository, pullString },
  );
};

/** `/request-image`: requests for images, and what can be done with them. */
export const imageOperations = (ports: ImagePorts): readonly Operation[] => {
  const askCatalogue = createAskCatalogue(ports.functions);
  return [
    operation({
      name: 'request-image',
      summary: 'Request a new image',
      example: '/request-image python:latest-dev --justification "Need for ML training pipeline"',
      form: { title: 'Request an image', submit: 'Request' },
      args,
      dryRun: true,
      action: 'image:provision',
      proposal: 'image:request',
      changes: true,
      request: imageWording,
      plan: async (values, context) => {
        const catalogue = await askCatalogue(context);
        return catalogue.ok
          ? planImage(values, context.principal, catalogue.value, ports.rules)
          : { kind: 'refused', refusal: catalogue.error };
      },
      execute: (effects, context) => provision(effects, context, ports.functions),
    }),
    ...requestOperations({
      root: 'request-image',
      listAction: 'image:list',
      workflow: ports.workflow,
    }),
    searchOperation(askCatalogue),
  ];
};
