import { option, position } from '../command/arguments.ts';
import { pattern, searchable, text } from '../command/value-types.ts';
import {
  customNamePattern,
  imageReferencePattern,
  splitImageReference,
} from '../contract/image-reference.ts';
import type { Clock } from '../kernel/clock.ts';
import { breakGlassArg } from '../operation/break-glass-argument.ts';
import { breakGlassOption } from '../operation/freeze.ts';
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
import { adminListOperation } from './admin-list-operation.ts';
import { createAskCatalogue } from './ask-catalogue.ts';
import { imageWording } from './image-wording.ts';
import { type ImageRules, planImage } from './plan-image.ts';
import { reportOperation } from './report-operation.ts';
import { searchOperation } from './search.ts';
import { suggestFromCatalogue } from './suggest-images.ts';
import { lackingTeam, suitTeam, teamArg } from './team-argument.ts';

/** What image requests need. */
export interface ImagePorts {
  readonly functions: FunctionInvoker;
  readonly workflow: Workflow;
  readonly rules: ImageRules;
  readonly clock: Clock;
}

const args = {
  image: position({
    label: 'Image',
    hint: 'The image and its tag, as the catalogue has it',
    placeholder: 'python:latest-dev',
    value: searchable(
      pattern({
        shape: imageReferencePattern,
        sentence:
          'An image looks like python:latest-dev: lower-case letters, digits, dots, hyphens, and a tag behind a colon.',
      }),
      { minQuery: 0 },
    ),
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
  team: teamArg,
  [breakGlassOption]: breakGlassArg,
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

/** One open request for a repository is enough: whoever asks for the same image under the same name joins it. */
const claimOf = ([effect]: readonly Effect[]) =>
  effect && {
    name: effect.target,
    content: splitImageReference(effect['source'] ?? '').repository,
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
      claim: claimOf,
      lacks: lackingTeam,
      suit: suitTeam,
      suggest: { image: suggestFromCatalogue(askCatalogue, ports.clock) },
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
    adminListOperation(ports),
    reportOperation(ports),
  ];
};
