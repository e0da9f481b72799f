import { z } from 'zod';
import type { Incoming } from '../../../lib/operation/attempt.ts';
import { fromEvent } from './from-event.ts';
import { fromSuggestion } from './from-suggestion.ts';
import type { Received, WayBack } from './received.ts';
import { formCallback, inputAction, readFormMemory } from './render-form.ts';
import { commandAction } from './render-reply.ts';

const command = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
  trigger_id: z.string(),
});

const blockActions = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  response_url: z.string().optional(),
  trigger_id: z.string(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

const inputValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

const viewSubmission = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), inputValue)) }),
  }),
});

const incomingFrom = (
  user: string,
  triggerId: string,
  envelopeId: string,
  surface: string,
  channel: string | undefined,
  words: Incoming['words'],
): Incoming => ({
  principal: `slack:${user}`,
  origin: { surface: `slack/${surface}`, ...(channel === undefined ? {} : { channel }) },
  words,
  dedupeKeys: [`trigger:${triggerId}`, `envelope:${envelopeId}`],
});

const fromCommand = (payload: z.infer<typeof command>, envelopeId: string): Received => ({
  kind: 'request',
  incoming: incomingFrom(
    payload.user_id,
    payload.trigger_id,
    envelopeId,
    'command',
    payload.channel_id,
    {
      kind: 'text',
      root: payload.command.replace(/^\//, ''),
      text: payload.text,
    },
  ),
  back: {
    user: payload.user_id,
    channel: payload.channel_id,
    responseUrl: payload.response_url,
    triggerId: payload.trigger_id,
    inside: 'message',
  },
});

/** A button's value is a whole command; what a click does is what the typed command would do. */
const splitCommand = (
  value: string,
): { readonly root: string; readonly text: string } | undefined => {
  const match = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(value);
  return match === null ? undefined : { root: match[1] ?? '', text: match[2] ?? '' };
};

const fromBlockActions = (payload: z.infer<typeof blockActions>, envelopeId: string): Received => {
  const [action] = payload.actions;
  const back: WayBack = {
    user: payload.user.id,
    ...(payload.channel === undefined ? {} : { channel: payload.channel.id }),
    ...(payload.response_url === undefined ? {} : { responseUrl: payload.response_url }),
    triggerId: payload.trigger_id,
    inside: 'nothing',
  };
  const words =
    action?.action_id.startsWith(`${commandAction}:`) === true
      ? splitCommand(action.value ?? '')
      : undefined;
  if (words === undefined) {
    return { kind: 'unhandled', type: `block_actions ${action?.action_id ?? ''}`, back };
  }
  return {
    kind: 'request',
    incoming: incomingFrom(
      payload.user.id,
      payload.trigger_id,
      envelopeId,
      'button',
      payload.channel?.id,
      {
        kind: 'text',
        ...words,
      },
    ),
    back,
  };
};

const fromViewSubmission = (
  { user, trigger_id: triggerId, view }: z.infer<typeof viewSubmission>,
  envelopeId: string,
): Received => {
  const memory =
    view.callback_id === formCallback ? readFormMemory(view.private_metadata) : undefined;
  if (memory === undefined) {
    // Slack closes the modal as if all were well, so whoever sent it must be told.
    const back: WayBack = { user: user.id, triggerId, inside: 'nothing' };
    return { kind: 'unhandled', type: `view_submission ${view.callback_id}`, back };
  }
  const { channel, ...form } = memory;
  const fields = Object.entries(view.state.values).map(([name, inputs]) => {
    const input = inputs[inputAction];
    return [name, input?.selected_option?.value ?? input?.value ?? ''] as const;
  });
  return {
    kind: 'request',
    incoming: incomingFrom(user.id, triggerId, envelopeId, 'form', channel, {
      ...form,
      kind: 'form',
      fields: Object.fromEntries(fields),
    }),
    back: {
      user: user.id,
      ...(channel === undefined ? {} : { channel }),
      triggerId,
      inside: 'form',
    },
  };
};

const typeOf = (body: unknown): string => {
  const parsed = z
    .object({ type: z.string().optional(), event: z.object({ type: z.string() }).optional() })
    .safeParse(body);
  return parsed.data?.event?.type ?? parsed.data?.type ?? 'unknown';
};

/** Somebody did something that this version does not know, as a shortcut: they are told. */
const unknownInteraction = z.object({ type: z.string(), user: z.object({ id: z.string() }) });

const fromUnknown = (body: unknown): Received => {
  const type = typeOf(body);
  const sender = unknownInteraction.safeParse(body).data?.user.id;
  if (type === 'view_closed') {
    return { kind: 'ignored' };
  }
  return {
    kind: 'unhandled',
    type,
    ...(sender === undefined ? {} : { back: { user: sender, inside: 'nothing' } }),
  };
};

/** Reads the payload of an envelope. Total: what nobody handles is named. */
export const toIncoming = (body: unknown, envelopeId: string, botUserId: string): Received => {
  const asCommand = command.safeParse(body);
  if (asCommand.success) {
    return fromCommand(asCommand.data, envelopeId);
  }
  const asActions = blockActions.safeParse(body);
  if (asActions.success) {
    return fromBlockActions(asActions.data, envelopeId);
  }
  const asSubmission = viewSubmission.safeParse(body);
  if (asSubmission.success) {
    return fromViewSubmission(asSubmission.data, envelopeId);
  }
  return fromSuggestion(body) ?? fromEvent(body, envelopeId, botUserId) ?? fromUnknown(body);
};
