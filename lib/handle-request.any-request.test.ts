import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send, type TestHouse } from './handle-request.fixture.ts';
import { loadPolicies } from './policy/load-policies.ts';
import type { Policy } from './policy/policy.ts';
import { alice, amir, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

const careful = `
@id("nobody switches alone")
forbid (principal, action == Action::"environment:start", resource)
when { context.approvals < 1 };
`;

let directory = '';
let policy: Policy;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'policies-'));
  writeFileSync(join(directory, 'careful.cedar'), careful);
  policy = loadPolicies({ directory });
});
afterAll(() => rmSync(directory, { recursive: true }));

const card = 'req-asked1/card';

/** A house in which Dana has asked for the switch, which has no words of its own, and what its card's buttons carry. */
const askForSwitch = async () => {
  const house = furnishHouse({ policy });
  const asked = await send(house, from(dana, '/switch'));
  await quiet(house);
  const [approve = '', deny = ''] = house.board.commands.get(card) ?? [];
  return { house, asked, approve, deny };
};

const statusOf = async ({ workflow }: TestHouse): Promise<string | undefined> =>
  (await workflow.load('req-asked1'))?.status;

describe('an operation without words of its own that a policy makes need approval', () => {
  it('becomes a request with a card, whose button approves it, and is carried out once', async () => {
    const { house, asked, approve } = await askForSwitch();
    expect(asked.replies[0]?.split('\n')).toEqual([
      'Request submitted!',
      'Request ID: req-asked1',
      'Status: Pending approval',
      "You'll receive a DM when this is approved or denied.",
    ]);
    expect(house.board.messages.get(card)?.split('\n')).toEqual([
      '📦 New Request',
      'Requested by: @UDANA',
      'Operation: switch',
      'Request ID: req-asked1',
      'Waiting for: @UALICE, @UAMIR, @UAOKI',
    ]);
    expect(house.journal).not.toContain('executed switch');

    const clicked = await send(house, from(alice, approve));
    await quiet(house);

    expect(clicked.replies).toEqual(['You approved req-asked1 (/switch).']);
    expect(house.journal.filter((each) => each === 'executed switch')).toHaveLength(1);
    expect(house.board.messages.get(card)).toContain(
      '✅ Approved by @UALICE • Completed successfully',
    );
    expect(house.board.commands.get(card)).toEqual([]);
    expect(house.board.messages.get('req-asked1/dm')).toContain('Your request has been approved!');
    const late = await send(house, from(amir, approve));
    expect(late.replies).toEqual([
      'req-asked1 (/switch) is approved by @UALICE already; nothing was changed.',
    ]);
  });

  it('is denied with the reason that the form behind the other button asks for', async () => {
    const { house, deny } = await askForSwitch();

    const { forms } = await send(house, from(alice, deny));
    expect(forms).toMatchObject([{ title: 'Deny request', operation: 'request deny' }]);
    const given = forms[0]?.given ?? {};
    await send(
      house,
      from(alice, {
        kind: 'form',
        operation: 'request deny',
        given,
        fields: { reason: 'Not on Mondays' },
        dryRun: false,
      }),
    );
    await quiet(house);

    expect(await statusOf(house)).toBe('denied');
    expect(house.board.messages.get(card)).toContain(
      '❌ Denied by @UALICE • Reason: Not on Mondays',
    );
    expect(house.journal).not.toContain('executed switch');
  });

  it('is decided under the same policy as every request: not by its requester, nor by just anybody', async () => {
    const { house, approve } = await askForSwitch();
    house.town.approvers.add(dana.id);
    house.town.approvers.delete(amir.id);

    expect((await send(house, from(dana, approve))).replies[0]).toContain(
      'nobody approves their own request',
    );
    expect((await send(house, from(amir, approve))).replies[0]).toContain('Not allowed');
    expect((await send(house, from(amir, '/request status req-asked1'))).replies[0]).toContain(
      'Not allowed',
    );
    expect(await statusOf(house)).toBe('pending');
  });

  it('is looked at and cancelled by its requester', async () => {
    const { house } = await askForSwitch();

    const looked = await send(house, from(dana, '/request status req-asked1'));
    const cancelled = await send(house, from(dana, '/request cancel req-asked1'));
    await quiet(house);

    expect(looked.replies[0]).toContain('Status: Pending approval');
    expect(cancelled.replies).toEqual(['You cancelled req-asked1 (/switch).']);
    expect(await statusOf(house)).toBe('cancelled');
    expect(house.board.commands.get(card)).toEqual([]);
  });

  it('is none of the requests of another slash command', async () => {
    const { house } = await askForSwitch();

    const { replies } = await send(house, from(alice, '/thing approve req-asked1'));

    expect(replies[0]).toContain('There is no request req-asked1. /thing list shows yours.');
    expect(await statusOf(house)).toBe('pending');
  });
});
