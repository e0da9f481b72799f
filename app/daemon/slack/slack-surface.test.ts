import { describe, expect, it } from '@jest/globals';
import { succeed } from '../../../lib/kernel/result.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import { buttons, code, type Form, line, replyOf } from '../../../lib/reply/reply.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import type { WayBack } from './received.ts';
import { renderForm } from './render-form.ts';
import { renderReply } from './render-reply.ts';
import { type Acknowledge, createSlackSurface } from './slack-surface.ts';

const reply = replyOf(line('Infrastructure Status: DEV'));

/** What stands for a form that cannot open by itself. */
const opener = replyOf(
  line('Something is missing: ', code('/request-image deny req-abc123')),
  buttons({
    label: 'Deny request',
    command: '/request-image deny req-abc123',
    style: 'primary',
  }),
);
const form: Form = {
  title: 'Deny request',
  submit: 'Deny',
  intro: [],
  operation: 'request-image deny',
  command: '/request-image deny req-abc123',
  given: { id: 'req-abc123' },
  dryRun: false,
  fields: {
    reason: {
      at: 'option',
      label: 'Reason',
      hint: 'Why',
      placeholder: 'unused',
      required: true,
      input: { kind: 'text', minLength: 1, maxLength: 500, multiline: true },
      check: succeed,
    },
  },
};

/** A surface whose ways out are written down, in order. */
const createSurface = (
  back: Partial<WayBack> = {},
  faults: { readonly acknowledge?: Error; readonly open?: Error; readonly update?: Error } = {},
) => {
  const out: (readonly [way: string, what?: unknown])[] = [];
  const recorded = createRecordedLog();
  const fallible = async (way: string, what: unknown, fault: Error | undefined): Promise<void> => {
    out.push(what === undefined ? [way] : [way, what]);
    if (fault !== undefined) {
      throw fault;
    }
  };
  const acknowledge: Acknowledge = (payload) =>
    fallible('acknowledged', payload, faults.acknowledge);
  const whole: WayBack = { user: 'U0DANA', channel: 'C0GENERAL', inside: 'message', ...back };
  const surface = createSlackSurface(whole, acknowledge, {
    views: {
      open: async (view) => {
        await fallible('opened', view, faults.open);
        return { ok: true, view: { id: 'V0FORM' } };
      },
      update: async (view) => {
        await fallible('updated', view, faults.update);
        return { ok: true };
      },
    },
    whisper: async (listener, message) => {
      expect(listener).toBe(whole);
      out.push(['whispered', message]);
    },
    log: recorded.log,
  });
  return { surface, out, recorded };
};

describe('acknowledging', () => {
  it('a command carries the answer, for that person alone', async () => {
    const { surface, out } = createSurface();
    await surface.acknowledge({ kind: 'reply', reply });
    expect(out).toEqual([['acknowledged', { response_type: 'ephemeral', ...renderReply(reply) }]]);
  });

  it.each(['message', 'form', 'nothing'] as const)(
    'with nothing to say carries nothing, where %s could be carried',
    async (inside) => {
      const { surface, out } = createSurface({ inside });
      await surface.acknowledge();
      expect(out).toEqual([['acknowledged']]);
    },
  );

  it('a form carries what is wrong with its fields', async () => {
    const { surface, out } = createSurface({ inside: 'form' });
    const errors = { reason: 'Reason is missing.' };
    await surface.acknowledge({ kind: 'field-errors', errors });
    expect(out).toEqual([['acknowledged', { response_action: 'errors', errors }]]);
  });

  it.each(['form', 'nothing'] as const)(
    'that can carry no message (%s) comes first, and the answer goes another way',
    async (inside) => {
      const { surface, out } = createSurface({ inside });
      await surface.acknowledge({ kind: 'reply', reply });
      expect(out).toEqual([['acknowledged'], ['whispered', renderReply(reply)]]);
    },
  );

  it('that fails is logged, and its answer goes another way, once', async () => {
    for (const inside of ['message', 'form', 'nothing'] as const) {
      const { surface, out, recorded } = createSurface(
        { inside },
        { acknowledge: new Error('not ready') },
      );
      await surface.acknowledge({ kind: 'reply', reply });
      expect(out.filter(([way]) => way === 'whispered')).toEqual([
        ['whispered', renderReply(reply)],
      ]);
      expect(recorded.said('slack.ack_failed')).toHaveLength(1);
    }
  });

  it('of a form that fails says aloud what is wrong with its fields, once', async () => {
    const { surface, out, recorded } = createSurface(
      { inside: 'form' },
      { acknowledge: new Error('not ready') },
    );
    const errors = { reason: 'Reason is missing.', team: 'There is no such team.' };
    await surface.acknowledge({ kind: 'field-errors', errors });
    expect(out).toEqual([
      ['acknowledged', { response_action: 'errors', errors }],
      ['whispered', renderReply(errorReply('Reason is missing. There is no such team.'))],
    ]);
    expect(recorded.said('slack.ack_failed')).toHaveLength(1);
  });

  it('that fails and had nothing to say is logged and says nothing', async () => {
    const { surface, out } = createSurface({}, { acknowledge: new Error('not ready') });
    await surface.acknowledge();
    expect(out).toEqual([['acknowledged']]);
  });
});

describe('a form', () => {
  it('opens with the trigger, and remembers the channel', async () => {
    const { surface, out } = createSurface({ triggerId: 't1' });
    await surface.ask(form);
    expect(out).toEqual([['opened', { trigger_id: 't1', view: renderForm(form, 'C0GENERAL') }]]);
  });

  it('that cannot be opened is answered with a button that opens it', async () => {
    const { surface, out, recorded } = createSurface(
      { triggerId: 't1' },
      { open: new Error('expired_trigger_id') },
    );
    await surface.ask(form);
    expect(out).toEqual([
      ['opened', expect.anything()],
      ['whispered', renderReply(opener)],
    ]);
    expect(recorded.said('slack.form_not_opened')).toEqual([
      expect.objectContaining({
        fields: { operation: 'request-image deny', error: 'expired_trigger_id' },
      }),
    ]);
  });

  it('without a trigger, as for a mention, is not tried: a button will open it', async () => {
    const { surface, out } = createSurface({ inside: 'nothing', thread: '1.2' });
    await surface.ask(form);
    expect(out).toEqual([['whispered', renderReply(opener)]]);
  });

  it('that would have to remember too much is not tried, and says what to do', async () => {
    const { surface, out } = createSurface({ triggerId: 't1' });
    await surface.ask({ ...form, given: { id: 'x'.repeat(3_000) } });
    expect(out).toEqual([
      [
        'whispered',
        renderReply(
          errorReply('That is too long for a form. Please give all arguments in the command.'),
        ),
      ],
    ]);
  });
});

it('a reply goes to whoever asked', async () => {
  const { surface, out } = createSurface();
  await surface.reply(reply);
  expect(out).toEqual([['whispered', renderReply(reply)]]);
});
