import { describe, expect, it } from '@jest/globals';
import { App, type ReceiverEvent } from '@slack/bolt';
import { settle } from '../../../lib/kernel/deferred.fixture.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import type { Envelope } from './open-connection.ts';
import { createSocketReceiver, envelopeProperty } from './receiver.ts';
import type { SocketTransport } from './socket-transport.ts';

const idleTransport: SocketTransport = {
  start: async () => undefined,
  stop: async () => undefined,
  restart: () => undefined,
  states: () => [],
};

type Process = (event: ReceiverEvent) => Promise<void>;

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'acknowledge' in value;

const envelopeOf = (event: ReceiverEvent): Envelope => {
  const envelope: unknown = event.customProperties?.[envelopeProperty];
  if (!isEnvelope(envelope)) {
    throw new Error('there is no envelope');
  }
  return envelope;
};

/** A receiver in front of a Bolt app that does with each event what `process` does. */
const createReceiver = (process: Process) => {
  const recorded = createRecordedLog();
  const deliver: { to: (envelope: Envelope) => void } = { to: () => undefined };
  const receiver = createSocketReceiver({
    log: recorded.log,
    createTransport: (onEnvelope) => {
      deliver.to = onEnvelope;
      return idleTransport;
    },
  });
  const app = new App({
    receiver,
    token: 'xoxb-not-a-real-token',
    tokenVerificationEnabled: false,
    botId: 'B0BOT',
    botUserId: 'U0BOT',
    deferInitialization: true,
  });
  app.processEvent = process;
  return { receiver, recorded, deliver: (envelope: Envelope) => deliver.to(envelope) };
};

const createEnvelope = (
  type = 'slash_commands',
  acknowledge: Envelope['acknowledge'] = async () => undefined,
) => {
  const sent: unknown[] = [];
  const envelope: Envelope = {
    id: 'e1',
    type,
    body: { command: '/infra' },
    retryAttempt: 2,
    acknowledge: async (payload) => {
      sent.push(payload);
      await acknowledge(payload);
    },
  };
  return { envelope, sent };
};

describe('the receiver', () => {
  it('hands the envelope on, and its acknowledgement is the flow’s, not Bolt’s', async () => {
    const { envelope, sent } = createEnvelope();
    const { receiver, recorded, deliver } = createReceiver(async (event) => {
      expect(event).toMatchObject({ body: { command: '/infra' }, retryNum: 2 });
      await event.ack('by Bolt');
      expect(sent).toEqual([]);
      await envelopeOf(event).acknowledge({ text: 'by the flow' });
    });
    deliver(envelope);
    await receiver.idle();
    expect(sent).toEqual([{ text: 'by the flow' }]);
    expect(recorded.lines).toEqual([]);
  });

  it('sends one acknowledgement, however often the flow gives it', async () => {
    const { envelope, sent } = createEnvelope();
    const { receiver, deliver } = createReceiver(async (event) => {
      await envelopeOf(event).acknowledge({ text: 'first' });
      await envelopeOf(event).acknowledge({ text: 'second' });
    });
    deliver(envelope);
    await receiver.idle();
    expect(sent).toEqual([{ text: 'first' }]);
  });

  it('acknowledges what nobody did, and names it in the log', async () => {
    const { envelope, sent } = createEnvelope('workflow_something');
    const { receiver, recorded, deliver } = createReceiver(async () => undefined);
    deliver(envelope);
    await receiver.idle();
    expect(sent).toEqual([undefined]);
    expect(recorded.said('slack.unhandled')).toMatchObject([
      { fields: { type: 'workflow_something' } },
    ]);
  });

  it('acknowledges typing that nobody did with no options: Slack waits for a list', async () => {
    const { envelope, sent } = createEnvelope('interactive');
    const { receiver, deliver } = createReceiver(() => Promise.reject(new Error('odd')));
    deliver({ ...envelope, body: { type: 'block_suggestion' } });
    await receiver.idle();
    expect(sent).toEqual([{ options: [] }]);
  });

  it('names what nobody knows by its own type where it has one', async () => {
    const { envelope } = createEnvelope('events_api');
    const { receiver, recorded, deliver } = createReceiver(async () => undefined);
    deliver({ ...envelope, body: { type: 'app_rate_limited', team_id: 'T0ACME' } });
    await receiver.idle();
    expect(recorded.said('slack.unhandled')).toMatchObject([
      { fields: { type: 'app_rate_limited' } },
    ]);
  });

  it('acknowledges what Bolt stumbles over, and logs why', async () => {
    const { envelope, sent } = createEnvelope();
    const { receiver, recorded, deliver } = createReceiver(() => Promise.reject(new Error('odd')));
    deliver(envelope);
    await receiver.idle();
    expect(sent).toEqual([undefined]);
    expect(recorded.said('slack.envelope_failed')).toMatchObject([
      { level: 'error', fields: { type: 'slash_commands', error: 'odd' } },
    ]);
  });

  it('lets the flow know that an acknowledgement failed, and does not send it again', async () => {
    const { envelope, sent } = createEnvelope('interactive', () =>
      Promise.reject(new Error('not ready')),
    );
    let failure: unknown;
    const { receiver, deliver } = createReceiver((event) =>
      envelopeOf(event)
        .acknowledge()
        .catch((error: unknown) => {
          failure = error;
        }),
    );
    deliver(envelope);
    await receiver.idle();
    expect(failure).toMatchObject({ message: 'not ready' });
    expect(sent).toHaveLength(1);
  });

  it('logs an acknowledgement of its own that fails, and goes on', async () => {
    const { envelope } = createEnvelope('x', () => Promise.reject(new Error('not ready')));
    const { receiver, recorded, deliver } = createReceiver(async () => undefined);
    deliver(envelope);
    await receiver.idle();
    expect(recorded.said('slack.ack_failed')).toHaveLength(1);
  });

  it('is idle only when nothing is being worked on, what came meanwhile included', async () => {
    const finish: (() => void)[] = [];
    const { receiver, deliver } = createReceiver(
      () => new Promise((resolve) => finish.push(resolve)),
    );
    await receiver.idle();
    const seen: string[] = [];
    deliver(createEnvelope().envelope);
    const idle = receiver.idle().then(() => seen.push('idle'));
    deliver(createEnvelope().envelope);
    finish[0]?.();
    await settle();
    seen.push('finished');
    finish[1]?.();
    await idle;
    expect(seen).toEqual(['finished', 'idle']);
  });
});
