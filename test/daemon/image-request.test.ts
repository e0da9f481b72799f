import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, ask, cardOf, cardSays, dmSays, requestImage } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

describe('an image request, from the command to the message', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    await town.start();
  });
  afterAll(() => town.stop());

  it('is answered with its id, shown as a card, approved, provisioned and told to the requester', async () => {
    const answer = await ask(
      town,
      town.dana,
      '/request-image python:latest-dev --justification "Need for ML training pipeline"',
    );
    expect(answer).toMatch(
      /^Request submitted!\nImage: python:latest-dev\nRequest ID: req-[0-9a-z]{6,12}\nStatus: Pending approval\nYou'll receive a DM when this is approved or denied\.$/,
    );
    const id = /req-[0-9a-z]{6,12}/.exec(answer)?.[0] ?? '';
    const card = await town.workspace.until(() => cardOf(town, id), { what: 'the card' });
    expect(card.text).toContain('New Image Request');
    expect(card.text).toContain('Requested by: <@U0DANA>');
    expect(card.text).toContain('Justification: Need for ML training pipeline');
    expect(card.buttons.map(({ label }) => label)).toEqual(['✅ Approve', '❌ Deny']);
    expect(town.dana.dms()).toEqual([]);
    expect(await ask(town, town.dana, `/request-image status ${id}`)).toContain(
      'Status: Pending approval',
    );

    expect(
      await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve')),
    ).toContain('You approved');

    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.ts).toBe(card.ts);
    expect(done.text).toContain('✅ Approved by <@U0ALICE> • Provisioned successfully');
    expect(done.buttons).toEqual([]);
    const dm = await dmSays(town, town.dana, 'Your image request has been approved!');
    expect(dm.text).toContain('Available at: cgr.dev/acme/python:latest-dev');
    const status = await ask(town, town.dana, `/request-image status ${id}`);
    expect(status).toBe(
      [
        `Request ID: ${id}`,
        'Image: python:latest-dev',
        'Status: Approved',
        'Approved by: <@U0ALICE>',
        'Provisioned: Yes',
        'Available at: cgr.dev/acme/python:latest-dev',
      ].join('\n'),
    );
    expect(town.dana.dms()).toHaveLength(1);
  });

  it('is denied with a reason that a form asks for, and the requester reads it', async () => {
    const { id, card } = await requestImage(town, town.dana, 'node:latest');

    await town.alice.clicks(card, '❌ Deny');
    const modal = await town.workspace.until(() => town.alice.modal, { what: 'the form' });
    expect(modal.title).toBe('Deny request');
    expect(modal.fields.map(({ label }) => label)).toEqual(['Reason']);
    expect(await town.alice.submits({ Reason: 'Use node:latest-dev instead' })).toBe('closed');

    const denied = await cardSays(town, id, 'Denied by');
    expect(denied.text).toContain('❌ Denied by <@U0ALICE> • Reason: Use node:latest-dev instead');
    expect(denied.buttons).toEqual([]);
    const dm = await dmSays(town, town.dana, 'was denied');
    expect(dm.text).toContain('Reason: Use node:latest-dev instead');
    expect(await ask(town, town.dana, `/request-image status ${id}`)).toContain('Status: Denied');
  });

  it('can be cancelled by its requester, after which nobody can approve it', async () => {
    const { id, card } = await requestImage(town, town.dana, 'rust:latest-dev');

    expect(await ask(town, town.dana, `/request-image cancel ${id}`)).toContain('You cancelled');

    await cardSays(town, id, 'Cancelled by <@U0DANA>');
    const late = await answerAfter(town, town.alice, () =>
      town.alice.clicks(card, '✅ Approve', { asSeen: true }),
    );
    expect(late).toContain('cancelled by <@U0DANA>');
    expect(await ask(town, town.dana, `/request-image status ${id}`)).toContain(
      'Status: Cancelled',
    );
  });

  it('of a base image needs two distinct approvers', async () => {
    const { id, card } = await requestImage(town, town.dana, 'wolfi-base:latest');

    const first = await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    expect(first).toContain('counts: 1 of 2');
    const again = await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    expect(again).toContain('already');
    await cardSays(town, id, 'Approvals: 1 of 2');
    await town.amir.clicks(card, '✅ Approve');

    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.text).toContain('✅ Approved by <@U0ALICE>, <@U0AMIR>');
  });

  it('is asked for by a form when the command says nothing', async () => {
    await town.dana.types(general, '/request-image');
    const modal = await town.workspace.until(() => town.dana.modal, { what: 'the form' });
    // Dana is in no team, so there is none to choose.
    expect(modal.fields.map(({ label }) => label)).toEqual([
      'Image',
      'Justification',
      'Custom name',
    ]);

    expect(
      await town.dana.submits({
        Image: 'go:latest',
        Justification: 'Long enough for approvers',
        'Custom name': 'Our Go',
      }),
    ).toBe('errors');
    expect(town.dana.modal?.fields[2]?.error).toContain('python-ml-pipeline');
    const answer = await answerAfter(town, town.dana, () =>
      town.dana.submits({ 'Custom name': 'our-go' }),
    );

    expect(answer).toContain('Request submitted!');
    expect(answer).toContain('Custom name: our-go');
  });

  it('with a custom name is provisioned under that name', async () => {
    const answer = await ask(
      town,
      town.dana,
      '/request-image python:latest-dev --name python-ml-pipeline --justification “for our ML pipeline”',
    );
    const id = /req-[0-9a-z]+/.exec(answer)?.[0] ?? '';
    const card = await cardSays(town, id, 'Custom name: python-ml-pipeline');
    await town.amir.clicks(card, '✅ Approve');
    await dmSays(town, town.dana, 'cgr.dev/acme/python-ml-pipeline:latest-dev');
  });

  it('shows every character of a hostile justification as text', async () => {
    const answer = await ask(
      town,
      town.dana,
      '/request-image deno:latest --justification "<!channel> & <https://evil.example|click> *now*"',
    );
    const id = /req-[0-9a-z]+/.exec(answer)?.[0] ?? '';
    const card = await town.workspace.until(() => cardOf(town, id), { what: 'the card' });
    expect(card.text).toContain('&lt;!channel&gt; &amp; https://evil.example *now*');
  });

  it('can be tried without making it', async () => {
    const cards = town.cards().length;
    const answer = await ask(
      town,
      town.dana,
      '/request-image git:latest --justification "only to see what it takes" --dry-run',
    );
    expect(answer).toContain('Dry run: nothing was changed');
    expect(answer).toContain('Approvals needed: 1');
    expect(town.cards()).toHaveLength(cards);
  });

  it('is listed for its requester alone, pending ones first', async () => {
    const { id } = await requestImage(town, town.dana, 'busybox:latest');
    const mine = await ask(town, town.dana, '/request-image list');
    const [heading, first] = mine.split('\n');
    expect(heading).toBe('Your requests');
    expect(first).toContain('Pending approval');
    expect(mine).toContain(id);
    expect(mine.indexOf('Pending approval')).toBeLessThan(mine.indexOf('Denied'));
    expect(await ask(town, town.amir, '/request-image list')).not.toContain(id);
  });

  it('is helped by a search of the catalogue', async () => {
    const found = await ask(town, town.dana, '/request-image search "python dev"');
    expect(found).toContain('Images found: 2');
    expect(found).toContain('- python:latest-dev (APPLICATION)');
    expect(await ask(town, town.gwen, '/request-image search python')).toContain('Not allowed');
  });

  it('is explained by help, which is made of the operations', async () => {
    const help = await ask(town, town.dana, '/request-image help');
    expect(help).toContain('/request-image &lt;image&gt; --justification');
    expect(help).toContain('/request-image status &lt;request-id&gt;');
    expect(help).toContain('/request-image deny &lt;request-id&gt; --reason');
  });

  it('leaves a trail that says who did what, and who was denied', async () => {
    await ask(town, town.gwen, '/request-image list');
    await ask(town, town.dana, '/request-image status what');
    const trail = await town.ledger();
    const created = trail.find(({ event }) => event === 'image.request.created');
    expect(created).toMatchObject({
      image: 'python:latest-dev',
      justification: 'Need for ML training pipeline',
      team: 'none',
      requester: { slackUserId: 'U0DANA', email: 'dana@acme.example' },
      actor: 'slack:U0DANA',
    });
    const events = new Set(trail.map(({ event }) => event));
    for (const event of [
      'image.request.approved',
      'image.request.denied',
      'image.request.cancelled',
      'image.request.provisioned',
    ]) {
      expect(events).toContain(event);
    }
    expect(trail).toContainEqual(
      expect.objectContaining({
        event: 'attempt.decided',
        actor: 'slack:U0GWEN',
        decision: 'deny',
      }),
    );
    expect(trail).toContainEqual(
      expect.objectContaining({ event: 'attempt.answered', end: 'unparsable' }),
    );
  });
});
