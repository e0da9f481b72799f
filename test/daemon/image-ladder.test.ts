import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { showMoment } from '../../lib/kernel/show-time.ts';
import { answerAfter, cardSays, dmSays, provisionings, requestImage } from './asking.ts';
import {
  approversRead,
  crowd,
  dmsSaying,
  messageSays,
  saidToApprovers,
  timesRecorded,
} from './crowd.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, skippingDaemon, type Town } from './town.ts';

const hour = 3_600_000;
const config =
  'approval: { reminder: 4h, escalation: { after: 24h, to: { users: [U0OSCAR] } }, expiry: 72h }\n';

describe('an image request that waits', () => {
  let town: Town;
  let daemon: DaemonProcess;
  let oscar: Person;
  beforeEach(async () => {
    town = await buildTown({ entry: skippingDaemon, seed: crowd, config });
    oscar = town.workspace.person('U0OSCAR');
    daemon = await town.start();
  });
  afterEach(() => town.stop());

  const kill = async (): Promise<void> => {
    daemon.kill('SIGKILL');
    await daemon.ended;
  };
  const restart = async (): Promise<void> => {
    daemon = await town.start();
    await daemon.line('requests.resumed');
  };

  it('shows on its card whom it waits for and until when', async () => {
    const { card } = await requestImage(town);
    const lines = card.text.split('\n');
    expect(lines).toContain('Waiting for: <@U0ALICE>, <@U0AMIR>');
    const expires = /^Expires: (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC$/m.exec(card.text);
    const left = Date.parse(`${expires?.[1]}T${expires?.[2]}Z`) - Date.now();
    expect(left).toBeGreaterThan(71.9 * hour);
    expect(left).toBeLessThanOrEqual(72 * hour);
  });

  it('is reminded of, then escalated to somebody who approves it by the button they were sent', async () => {
    const { id, card } = await requestImage(town);
    const subject = `python:latest-dev for <@U0DANA> (${id})`;
    const created = (await town.ledger()).find(({ event }) => event === 'image.request.created');
    const since = showMoment(String(created?.['timestamp']));

    await town.skip(4 * hour);
    const reminder = await approversRead(town, '⏰');
    expect(reminder.text).toBe(
      `⏰ ${subject} has waited since ${since}. Waiting for: <@U0ALICE>, <@U0AMIR>`,
    );
    expect((await dmSays(town, town.dana, '⏰')).text).toBe(
      `⏰ Your image request for python:latest-dev (${id}) has waited since ${since}; its approvers were reminded.`,
    );
    expect(oscar.dms()).toEqual([]);

    await town.skip(20 * hour);
    const escalation = await approversRead(town, '⏫');
    expect(escalation.text).toBe(
      `⏫ ${subject} has waited since ${since} and is escalated to <@U0OSCAR>`,
    );
    expect((await dmSays(town, town.dana, '⏫')).text).toContain('is escalated to <@U0OSCAR>');
    const sent = await dmSays(town, oscar, id);
    expect(sent.text).toContain('you are asked to decide on it');
    expect(sent.text).toContain('Justification: Need for ML training pipeline');
    expect(sent.buttons.map(({ label }) => label)).toEqual(['✅ Approve', '❌ Deny']);
    await cardSays(town, id, 'Waiting for: <@U0ALICE>, <@U0AMIR>, <@U0OSCAR>');

    expect(await answerAfter(town, oscar, () => oscar.clicks(sent, '✅ Approve'))).toContain(
      'You approved',
    );
    const outcome = '✅ Approved by <@U0OSCAR> • Provisioned successfully';
    for (const [person, message] of [
      [town.alice, card],
      [oscar, sent],
    ] as const) {
      const shown = await messageSays(town, person, message, outcome);
      expect(shown.buttons).toEqual([]);
      expect(shown.text).not.toContain('Waiting for');
      expect(shown.text).not.toContain('Expires');
    }
    expect((await dmSays(town, town.dana, 'has been approved!')).text).toContain(
      'Available at: cgr.dev/acme/python:latest-dev',
    );
    expect(provisionings(town)).toBe(1);
  });

  it('may not be decided on by those to whom it was not escalated yet', async () => {
    const { id, card } = await requestImage(town);
    town.workspace.join('C0APPROVALS', 'U0OSCAR');
    const early = await answerAfter(town, oscar, () => oscar.clicks(card, '✅ Approve'));
    expect(early).toContain('Not allowed: no policy permits request:approve');
    expect(await timesRecorded(town, id, 'image.request.approved')).toBe(0);
  });

  it('expires in the end: everybody reads it, no button is left, and late clicks are answered', async () => {
    const { id, card } = await requestImage(town);
    await town.skip(24 * hour);
    const sent = await dmSays(town, oscar, id);
    await town.skip(48 * hour);

    const why = 'nobody decided within 3 days';
    expect((await cardSays(town, id, `⌛ Expired • ${why}`)).buttons).toEqual([]);
    expect((await messageSays(town, oscar, sent, `⌛ Expired • ${why}`)).buttons).toEqual([]);
    expect((await approversRead(town, '⌛ python')).text).toBe(
      `⌛ python:latest-dev for <@U0DANA> (${id}) has expired: ${why}`,
    );
    expect((await dmSays(town, town.dana, 'has expired')).text).toContain(
      `Your image request has expired: ${why}. Please ask again if you still need it.`,
    );

    for (const [person, seen] of [
      [town.alice, card],
      [oscar, sent],
    ] as const) {
      expect(
        await answerAfter(town, person, () => person.clicks(seen, '✅ Approve', { asSeen: true })),
      ).toContain(`${id} (python:latest-dev) is expired already; nothing was changed.`);
    }
    expect(provisionings(town)).toBe(0);
  });

  it('climbs each rung once, whatever process is there: killed at it, between two, or not running', async () => {
    const { id } = await requestImage(town);
    await town.skip(4 * hour);
    await kill();
    await restart();
    await approversRead(town, '⏰');
    await dmSays(town, town.dana, '⏰');
    await kill();
    await restart();
    await kill();
    // It becomes due while nobody is there.
    await town.skip(20 * hour);
    await restart();
    const sent = await dmSays(town, oscar, id);
    await approversRead(town, '⏫');
    await dmSays(town, town.dana, '⏫');
    await kill();
    await restart();
    await town.skip(48 * hour);
    await cardSays(town, id, '⌛ Expired');
    await messageSays(town, oscar, sent, '⌛ Expired');
    await dmSays(town, town.dana, 'has expired');
    await approversRead(town, '⌛ python');
    // A drain finishes what runs, so that nothing of a second rung can come later.
    daemon.kill('SIGTERM');
    await daemon.ended;

    for (const word of ['reminded', 'escalated', 'expired']) {
      expect([word, await timesRecorded(town, id, `image.request.${word}`)]).toEqual([word, 1]);
    }
    for (const mark of ['⏰', '⏫', '⌛ python']) {
      expect([mark, saidToApprovers(town, mark).length]).toEqual([mark, 1]);
    }
    for (const mark of ['⏰', '⏫', 'has expired']) {
      expect([mark, dmsSaying(town.dana, mark).length]).toEqual([mark, 1]);
    }
    expect(dmsSaying(oscar, id)).toHaveLength(1);
  }, 120_000);
});
