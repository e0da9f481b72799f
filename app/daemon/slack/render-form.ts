import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { ArgSpec } from '../../../lib/command/spec.ts';
import { type Form, line, type Reply, replyOf } from '../../../lib/reply/reply.ts';
import { cut, slackLimits } from './limits.ts';
import { renderReply } from './render-reply.ts';

/** The callback id of the modals that are forms of operations. */
export const formCallback = 'form';

/** The action id of every input; its block id is the argument's name. */
export const inputAction = 'value';

const formMemory = z.object({
  operation: z.string(),
  given: z.record(z.string(), z.string()),
  dryRun: z.boolean(),
  channel: z.string().optional(),
});

/** What a form remembers between its opening and its sending. Slack keeps it, so it outlives the daemon. */
export type FormMemory = z.infer<typeof formMemory>;

/** Reads what a form remembers; undefined when it is not one of ours. */
export const readFormMemory = (privateMetadata: string): FormMemory | undefined => {
  try {
    return formMemory.safeParse(JSON.parse(privateMetadata)).data;
  } catch {
    return undefined;
  }
};

const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: cut(text, limit),
  emoji: true,
});

const renderInput = ({ input, placeholder, default: initial }: ArgSpec): InputBlock['element'] => {
  const common = {
    action_id: inputAction,
    placeholder: plain(placeholder, slackLimits.placeholder),
  };
  if (input.kind === 'choice') {
    const options = input.options
      .slice(0, slackLimits.selectOptions)
      .map((each) => ({ text: plain(each, slackLimits.optionText), value: each }));
    const chosen = options.find(({ value }) => value === initial);
    return { type: 'static_select', ...common, options, ...(chosen && { initial_option: chosen }) };
  }
  if (input.kind === 'search') {
    const begins = initial !== undefined && initial.length <= slackLimits.optionValue;
    return {
      type: 'external_select',
      ...common,
      min_query_length: input.minQuery,
      ...(begins && {
        initial_option: { text: plain(initial, slackLimits.optionText), value: initial },
      }),
    };
  }
  return {
    type: 'plain_text_input',
    ...common,
    multiline: input.multiline,
    min_length: Math.min(input.minLength, slackLimits.inputLength),
    max_length: Math.min(input.maxLength, slackLimits.inputLength),
    ...(initial === undefined ? {} : { initial_value: initial }),
  };
};

const renderField = ([name, arg]: readonly [string, ArgSpec]): KnownBlock => ({
  type: 'input',
  block_id: name,
  optional: !arg.required,
  label: plain(arg.label, slackLimits.inputLabel),
  hint: plain(arg.hint, slackLimits.inputHint),
  element: renderInput(arg),
});

/**
 * Writes a form as a modal; undefined when what it must remember does not fit into one. `channel` is where its answer will
 * go.
 */
export const renderForm = (form: Form, channel: string | undefined): ModalView | undefined => {
  const { operation, given, dryRun } = form;
  const memory: FormMemory = {
    operation,
    given,
    dryRun,
    ...(channel === undefined ? {} : { channel }),
  };
  const remembered = JSON.stringify(memory);
  if (remembered.length > slackLimits.privateMetadata) {
    return undefined;
  }
  return {
    type: 'modal',
    callback_id: formCallback,
    title: plain(form.title, slackLimits.viewTitle),
    submit: plain(form.submit, slackLimits.viewSubmit),
    close: plain('Cancel', slackLimits.viewSubmit),
    private_metadata: remembered,
    blocks: [
      ...renderReply({ parts: form.intro }).blocks,
      ...Object.entries(form.fields).map(renderField),
    ],
  };
};

/** What stands in a form's place while its content is not known. */
export const renderPlanning = (title: string): ModalView =>
  renderWords(title, replyOf(line('Planning…')));

/** Words in a form's place, with nothing to send. */
export const renderWords = (title: string, words: Reply): ModalView => ({
  type: 'modal',
  callback_id: formCallback,
  title: plain(title, slackLimits.viewTitle),
  close: plain('Close', slackLimits.viewSubmit),
  blocks: [...renderReply(words).blocks],
});
