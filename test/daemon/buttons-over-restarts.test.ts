import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerAfter, cardSays, requestImage } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { mention, requestIn } from './mentioning.ts';
import { buildTown, type Town } from './town.ts';

describe('over a restart', () => {
  let town: Town;
  let daemon: DaemonProcess;
  const restart = async (): Promise<void> => {
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
    daemon = await town.start();
  };
  beforeEach(async () => {
    town = await buildTown();
    daemon = await town.start();
  });
  afterEach(() => town.stop());

  it('a button that opens a form opens it, and the form can be sent after another', async () => {
    const answer = await mention(town, town.dana, '@quartermaster request-image go:latest');
    await restart();
    expect(await town.dana.clicks(answer, 'Request an image')).toBe('acknowledged');
    await town.workspace.until(() => town.dana.modal, { what: 'the form' });
    await restart();

    const submitted = await answerAfter(town, town.dana, () =>
      town.dana.submits({ Justification: 'For our build of the gateway' }),
    );

    expect(submitted).toContain('Request submitted!\nImage: go:latest');
    await cardSays(town, requestIn(submitted), 'Justification: For our build of the gateway');
  });

  it('the form behind ❌ Deny of an old card can be sent after another', async () => {
    const { id, card } = await requestImage(town);
    await restart();
    await town.alice.clicks(card, '❌ Deny');
    await town.workspace.until(() => town.alice.modal, { what: 'the form' });
    await restart();

    await town.alice.submits({ Reason: 'We have another one' });

    await cardSays(town, id, '❌ Denied by <@U0ALICE> • Reason: We have another one');
  });
});
