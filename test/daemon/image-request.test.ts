import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, ask, cardOf, cardSays, dmSays, requestImage } from './asking.ts';
import { approvals, buildTown, general, type Town } from './town.ts';

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
    expect(modal.fields.map(({ label }) => label)).toEqual([
      'Image',
      'Justification',
      'Custom name',
      'Team',
    ]);

    expect(
      await town.dana.submits({
        Image: 'Not An Image',
        Justification: 'Long enough for approvers',
      }),
    ).toBe('errors');
    expect(town.dana.modal?.fields[0]?.error).toContain('python:latest-dev');
    const answer = await answerAfter(town, town.dana, () =>
      town.dana.submits({ Image: 'go:latest', 'Custom name': 'our-go' }),
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

  describe('is refused, with what to do,', () => {
    const refusals: readonly (readonly [string, string, readonly string[]])[] = [
      [
        'of an unknown image',
        '/request-image pyhton:latest --justification "long enough reason"',
        ['Error: Image not found in catalog: pyhton:latest', 'python:latest-dev'],
      ],
      [
        'with a short justification',
        '/request-image python:latest-dev --justification "too short"',
        ['Error:', '11 characters'],
      ],
      [
        'of an image that is there',
        '/request-image nginx:latest --justification "long enough reason"',
        ['Error: Image already provisioned', 'cgr.dev/acme/nginx:latest'],
      ],
      [
        'for a team one is not in',
        '/request-image busybox:latest --team sre --justification "long enough reason"',
        ["not in the team 'sre'"],
      ],
      [
        'with an unknown option',
        '/request-image busybox:latest --reason "long enough reason"',
        ['Error:', '--reason', 'Usage:'],
      ],
      [
        'with an open quote',
        '/request-image busybox:latest --justification "long enough',
        ['Error:', 'is never closed'],
      ],
      [
        'with unquoted words',
        '/request-image busybox:latest --justification long enough reason',
        ['Error:', 'quotes'],
      ],
      [
        'of a request that is not there',
        '/request-image status req-000000',
        ['There is no request req-000000'],
      ],
      ['with a word that is nearly a command', '/request-image lsit', ['/request-image list']],
    ];
    it.each(refusals)('%s', async (_, typed, words) => {
      const answer = await ask(town, town.dana, typed);
      for (const word of words) {
        expect(answer).toContain(word);
      }
    });

    it('by a guest', async () => {
      const answer = await ask(
        town,
        town.gwen,
        '/request-image python:latest --justification "long enough reason"',
      );
      expect(answer).toContain('only full members of the workspace may use Quartermaster');
    });

    it('at the limit of the organisation', async () => {
      town.registry.switches.limitReached = true;
      const answer = await ask(
        town,
        town.dana,
        '/request-image busybox:latest --justification "long enough reason"',
      );
      town.registry.switches.limitReached = false;
      expect(answer).toContain('Error: Organization limit reached (2500/2500)');
    });

    it('with an expired token of the provisioner', async () => {
      town.registry.switches.failure = { kind: 'token-expired' };
      const answer = await ask(
        town,
        town.dana,
        '/request-image busybox:latest --justification "long enough reason"',
      );
      town.registry.switches.failure = undefined;
      expect(answer).toContain('Error: Token expired');
    });
  });

  describe('cannot be approved', () => {
    it('by somebody who is no approver, by click or by command', async () => {
      const { id, card } = await requestImage(town, town.alice, 'kubectl:latest');
      town.workspace.join(approvals, 'U0DANA');
      const clicked = await answerAfter(town, town.dana, () =>
        town.dana.clicks(card, '✅ Approve'),
      );
      const typed = await ask(town, town.dana, `/request-image approve ${id}`);
      const denied = await ask(town, town.dana, `/request-image deny ${id} --reason "because"`);
      town.workspace.leave(approvals, 'U0DANA');
      expect(clicked).toContain('Error: Not allowed: no policy permits request:approve');
      expect(typed).toContain('Error: Not allowed: no policy permits request:approve');
      expect(denied).toContain('Error: Not allowed: no policy permits request:deny');
      expect(cardOf(town, id)?.buttons).toHaveLength(2);
    });

    it('by its own requester, by click or by command', async () => {
      const { id, card } = await requestImage(town, town.alice, 'helm:latest');
      const clicked = await answerAfter(town, town.alice, () =>
        town.alice.clicks(card, '✅ Approve'),
      );
      const typed = await ask(town, town.alice, `/request-image approve ${id}`);
      expect(clicked).toContain('nobody approves their own request');
      expect(typed).toContain('nobody approves their own request');
      expect(cardOf(town, id)?.buttons).toHaveLength(2);
    });
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
