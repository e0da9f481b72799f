import { App } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { SuggestionHandler, Typing } from '../../../lib/handle-suggestion.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Incoming } from '../../../lib/operation/attempt.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import type { Surface } from '../../../lib/operation/surface.ts';
import type { Fetch } from '../outbound.ts';
import { emptyAcknowledgement } from './empty-acknowledgement.ts';
import type { Envelope } from './open-connection.ts';
import { envelopeProperty, type SocketReceiver } from './receiver.ts';
import { renderSuggestions } from './render-suggestions.ts';
import { createSlackSurface, type SlackSurfacePorts } from './slack-surface.ts';
import { toIncoming } from './to-incoming.ts';

/** Who the app is in its workspace, as auth.test says. */
export interface SlackIdentity {
  readonly botId: string;
  readonly botUserId: string;
  readonly teamId: string;
}

/** What the Slack app is made of. */
export interface SlackAppOptions extends SlackSurfacePorts {
  readonly token: string;
  readonly slackApiUrl: string;
  readonly fetch: Fetch;
  readonly identity: SlackIdentity;
  readonly receiver: SocketReceiver;
  readonly logger: Logger;
  readonly handle: (incoming: Incoming, surface: Surface) => Promise<void>;
  readonly suggest: SuggestionHandler;
  /** Whether new requests are told to come back later, because the process is about to end. */
  readonly isRefusing: () => boolean;
}

const restartingReply = errorReply(
  'Quartermaster is restarting. Your request was not recorded, and nothing was done. Please repeat it in a minute.',
);

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'acknowledge' in value && 'id' in value;

/** Shows somebody what they can pick; the next key asks anew, so an answer that is lost is not worth more than a line in the log. */
const answerTyping = async (
  typing: Typing,
  { acknowledge }: Envelope,
  { suggest, isRefusing, log }: SlackAppOptions,
): Promise<void> => {
  const suggested = isRefusing() ? [] : await suggest(typing);
  await acknowledge(renderSuggestions(suggested)).catch((error: unknown) =>
    log.warn('slack.ack_failed', { error: describeError(error) }),
  );
};

/** Takes one envelope to the flow, or tells its sender that nobody knows what it is. */
const dispatch = async (
  body: unknown,
  envelope: Envelope,
  options: SlackAppOptions,
): Promise<void> => {
  const received = toIncoming(body, envelope.id, options.identity.botUserId);
  if (received.kind === 'request') {
    const surface = createSlackSurface(received.back, envelope.acknowledge, options);
    await (options.isRefusing()
      ? surface.acknowledge({ kind: 'reply', reply: restartingReply })
      : options.handle(received.incoming, surface));
    return;
  }
  if (received.kind === 'typing') {
    await answerTyping(received.typing, envelope, options);
    return;
  }
  await envelope.acknowledge(emptyAcknowledgement(body));
  if (received.kind === 'ignored') {
    return;
  }
  options.log.warn('slack.unhandled', { type: received.type });
  if (received.back !== undefined) {
    await options.whisper(received.back, {
      text: 'Error: I do not know what to do with this. It may be from an older version: please type the command.',
      blocks: [],
    });
  }
};

/** Bolt with one middleware: every payload goes to the flow by the same way. */
export const createSlackApp = async (options: SlackAppOptions): Promise<App> => {
  const { token, slackApiUrl, fetch, identity, receiver, logger, log } = options;
  const app = new App({
    token,
    receiver,
    logger,
    // We have asked auth.test ourselves, so that no envelope has to wait for it.
    tokenVerificationEnabled: false,
    botId: identity.botId,
    botUserId: identity.botUserId,
    deferInitialization: true,
    convoStore: false,
    // We know our own messages ourselves, and acknowledge them too.
    ignoreSelf: false,
    clientOptions: { slackApiUrl, fetch },
  });
  app.error(async (error) => log.error('slack.listener_failed', { error: describeError(error) }));
  app.use(async ({ body, context }) => {
    const envelope: unknown = context[envelopeProperty];
    if (isEnvelope(envelope)) {
      await dispatch(body, envelope, options);
    }
  });
  await app.init();
  return app;
};
