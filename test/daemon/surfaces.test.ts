import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, cardOf, cardSays, dmSays, requestImage } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { answersTo, mention, requestIn, tell } from './mentioning.ts';
import { buildTown, general, platform, type Town } from './town.ts';

const devStatus = [
  'Infrastructure Status: DEV',
  'ECS Services:',
  '✅ api - RUNNING (desired: 2)',
  '✅ worker - RUNNING (desired: 1)',
  'RDS Instances:',
  '✅ acme-dev-db - available',
].join('\n');

let town: Town;
let daemon: DaemonProcess;

describe('words in messages', () => {
  beforeAll(async () => {
    town = await buildTown();
    daemon = await town.start();
  });
  afterAll(() => town.stop());

  it('by mention are answered in the thread of the mention, for everybody there', async () => {
    const answer = await mention(town, town.dana, '@quartermaster infra status dev');
    expect(answer).toMatchObject({ text: devStatus, ephemeral: false });
    expect(town.alice.reads(platform)).toContainEqual(answer);
  });

  it('in a thread are answered in that thread', async () => {
    const { message } = await town.dana.says(platform, 'what runs in dev?');
    const answer = await mention(town, town.alice, '@quartermaster infra status', message.ts);
    expect(answer).toMatchObject({ text: devStatus, threadTs: message.ts });
  });

  it('in a direct message are answered there', async () => {
    expect(await tell(town, town.dana, 'infra status dev')).toMatchObject({
      channel: town.dana.dmChannel,
      text: devStatus,
      threadTs: undefined,
    });
  });

  it.each([
    '@quartermaster: /Infra status dev',
    'infra status dev @quartermaster',
    '@quartermaster  INFRA  Status  dev',
  ])('may be written as people write: %s', async (typed) => {
    expect((await mention(town, town.dana, typed)).text).toBe(devStatus);
  });

  it.each(['@quartermaster help', '@quartermaster'])('%s shows all commands', async (typed) => {
    const { text } = await mention(town, town.dana, typed);
    expect(text).toMatch(/^Commands\n/);
    expect(text).toContain('/infra status [env]');
    expect(text).toContain('/request-image &lt;image&gt;');
  });

  it('of one command alone show its help', async () => {
    expect((await mention(town, town.dana, '@quartermaster infra')).text).toMatch(/^\/infra\n/);
    expect((await tell(town, town.dana, 'help')).text).toMatch(/^Commands\n/);
  });

  it('that are nearly a command are answered with the command', async () => {
    const first = await mention(town, town.dana, '@quartermaster infar status dev');
    expect(first.text).toContain("Error: There is no command '/infar'.");
    expect(first.text).toContain('Did you mean /infra status dev?');
    const second = await tell(town, town.dana, 'request-image lsit');
    expect(second.text).toContain('Did you mean /request-image list?');
  });

  it('by mention that lack something are answered with a button that opens the form', async () => {
    const answer = await mention(town, town.dana, '@quartermaster request-image go:latest');
    expect(answer.text).toBe('Something is missing: /request-image go:latest');
    expect(answer.buttons).toMatchObject([
      { label: 'Request an image', value: '/request-image go:latest', style: 'primary' },
    ]);

    expect(await town.dana.clicks(answer, 'Request an image')).toBe('acknowledged');
    const modal = await town.workspace.until(() => town.dana.modal, { what: 'the form' });
    // Dana is in no team, so there is none to choose.
    expect(modal.fields.map(({ label }) => label)).toEqual(['Justification', 'Custom name']);
    const submitted = await answerAfter(town, town.dana, async () =>
      expect(await town.dana.submits({ Justification: 'For our build of the gateway' })).toBe(
        'closed',
      ),
    );
    expect(submitted).toContain('Request submitted!\nImage: go:latest');
    await cardSays(town, requestIn(submitted), 'Justification: For our build of the gateway');
  });

  it('without any argument ask for all of them, also in a direct message', async () => {
    const answer = await tell(town, town.dana, 'request-image');
    await town.dana.clicks(answer, 'Request an image');
    const modal = await town.workspace.until(() => town.dana.modal, { what: 'the form' });
    expect(modal.fields.map(({ label }) => label)).toContain('Image');
    town.dana.closesModal();
  });

  it('mean what the person typed, whatever Slack and phones make of it', async () => {
    const typed =
      '@quartermaster request-image python:latest-dev —justification “R&D <fast>: see python.org & #general”';
    const { text } = await mention(town, town.dana, typed);
    expect(text).toMatch(/^Request submitted!/);
    await cardSays(
      town,
      requestIn(text),
      'R&amp;D &lt;fast&gt;: see python.org &amp; &lt;#C0GENERAL&gt;',
    );
    expect(await town.ledger()).toContainEqual(
      expect.objectContaining({
        event: 'image.request.created',
        requestId: requestIn(text),
        justification: 'R&D <fast>: see python.org & <#C0GENERAL>',
      }),
    );
  });

  it('request and approve as commands do', async () => {
    const { text } = await mention(
      town,
      town.dana,
      '@quartermaster request-image node:latest --justification "Need for the new frontend"',
    );
    const id = requestIn(text);
    await cardSays(town, id, 'Requested by: <@U0DANA>');

    const refused = await mention(town, town.dana, `@quartermaster request-image approve ${id}`);
    expect(refused.text).toContain('Error: Not allowed');
    const approved = await mention(town, town.alice, `@quartermaster request-image approve ${id}`);
    expect(approved.text).toContain(id);
    await cardSays(town, id, '✅ Approved by <@U0ALICE> • Provisioned successfully');
    await dmSays(town, town.dana, 'Available at: cgr.dev/acme/node:latest');
  });

  it('of guests are refused', async () => {
    expect((await tell(town, town.gwen, 'infra status dev')).text).toContain('Not allowed');
  });

  it('that come once more are the same request, and get its first answer again', async () => {
    const typed =
      '@quartermaster request-image rust:latest-dev --justification "Need for the new parser"';
    const first = await mention(town, town.dana, typed);
    expect(first.text).toMatch(/^Request submitted!/);
    const cards = () => town.cards().filter(({ text }) => text.includes('new parser'));
    await town.workspace.until(() => cards()[0], { what: 'the card' });
    const envelope = town.workspace
      .envelopes()
      .find(({ payload }) => JSON.stringify(payload).includes('new parser'));
    town.workspace.redeliver(envelope?.id ?? '');

    const said = town.dana.reads(platform).find(({ text }) => text.includes('new parser'));
    const second = await town.workspace.until(() => said && answersTo(town.dana, said)[1], {
      what: 'the answer again',
    });
    expect(second.text).toBe(first.text);
    expect(cards()).toHaveLength(1);
    const created = (await town.ledger()).filter(
      ({ event, justification }) =>
        event === 'image.request.created' && justification === 'Need for the new parser',
    );
    expect(created).toHaveLength(1);
  });

  it('of the bot itself are none to it: it has heard all of the above, and said nothing', async () => {
    const { id, card } = await requestImage(town, town.dana, 'deno:latest');
    await town.amir.clicks(card, '✅ Approve');
    await dmSays(town, town.dana, 'cgr.dev/acme/deno:latest');
    expect(cardOf(town, id)).toBeDefined();
    const ownMessages = () =>
      town.workspace
        .envelopes()
        .filter(({ payload }) => JSON.stringify(payload).includes('"bot_id":"B0BOT"'));
    await town.workspace.until(
      () => ownMessages().every(({ acknowledgements }) => acknowledgements.length === 1),
      { what: 'their acknowledgements' },
    );
    expect(ownMessages().length).toBeGreaterThan(5);
    const events = daemon.lines.map(({ event }) => event);
    expect(events).not.toContain('slack.unhandled');
    expect(events).not.toContain('slack.whisper_failed');
    expect(events).not.toContain('daemon.bug');
  });

  it('that are no command but a button of an older version are answered too', async () => {
    const button = {
      type: 'button',
      action_id: 'approve_request',
      value: 'req-abc123',
      text: { type: 'plain_text', text: 'Approve' },
    };
    await fetch(`${town.workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${town.workspace.botToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        channel: general,
        text: 'New Image Request',
        blocks: [{ type: 'actions', elements: [button] }],
      }),
    });
    const old = town.dana.reads(general).find(({ text }) => text === 'New Image Request');
    const answer = await answerAfter(town, town.dana, async () =>
      expect(old && (await town.dana.clicks(old, 'Approve'))).toBe('acknowledged'),
    );
    expect(answer).toContain('Error: I do not know what to do with this.');
    await daemon.line('slack.unhandled', { type: 'block_actions approve_request' });
  });
});
