import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, ask, cardOf, requestImage } from './asking.ts';
import { approvals, buildTown, type Town } from './town.ts';

describe('an image request', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    await town.start();
  });
  afterAll(() => town.stop());

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

    it('by a guest, before any form opens', async () => {
      const answer = await ask(town, town.gwen, '/request-image');
      expect(answer).toContain('only full members of the workspace may use Quartermaster');
      expect(town.gwen.modal).toBeUndefined();
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
      const denying = await answerAfter(town, town.dana, () => town.dana.clicks(card, '❌ Deny'));
      const typed = await ask(town, town.dana, `/request-image approve ${id}`);
      const denied = await ask(town, town.dana, `/request-image deny ${id} --reason "because"`);
      town.workspace.leave(approvals, 'U0DANA');
      expect(clicked).toContain('Error: Not allowed: no policy permits request:approve');
      expect(denying).toContain('Error: Not allowed: no policy permits request:deny');
      expect(town.dana.modal).toBeUndefined();
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
});
