import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../ledger/ledger.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { alice, amir, aoki } from './people.fixture.ts';
import { names, requestOf, wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';

const approveAll = (
  needed: number,
  clicks: readonly RequestCommand[],
): { readonly verdicts: readonly Verdict[]; readonly request: ApprovalRequest | undefined } => {
  let request: ApprovalRequest | undefined = requestOf({ needed });
  const verdicts = clicks.map((click) => {
    const { events, answer } = decide(request, click, names);
    request = events
      .map((event): StoredEvent => ({ ...event, timestamp: '', stream: '', seq: 1 }))
      .reduce(evolve, request);
    return answer;
  });
  return { verdicts, request };
};
const click = (by: typeof alice, cause: `req-${string}`): RequestCommand => ({
  do: 'approve',
  by: by.id,
  cause,
});

describe('approvals', () => {
  it('of one person count once, and the second person decides', () => {
    const { verdicts, request } = approveAll(2, [
      click(alice, 'req-a1'),
      click(alice, 'req-a2'),
      click(amir, 'req-b1'),
      click(amir, 'req-b2'),
    ]);

    expect(verdicts).toEqual(['counted', 'repeated', 'done', 'late']);
    expect(request).toMatchObject({
      status: 'approved',
      approvals: [
        { by: alice.id, cause: 'req-a1' },
        { by: amir.id, cause: 'req-b1' },
      ],
    });
  });

  it('get the first answer again when the same click comes again', () => {
    const { verdicts } = approveAll(2, [
      click(alice, 'req-a1'),
      click(alice, 'req-a1'),
      click(amir, 'req-b1'),
      click(alice, 'req-a1'),
      click(amir, 'req-b1'),
    ]);

    expect(verdicts).toEqual(['counted', 'counted', 'done', 'counted', 'done']);
  });

  it('that were voided are not given again by an old click that comes once more', () => {
    const { verdicts, request } = approveAll(1, [
      click(alice, 'req-a1'),
      { do: 'void', reason: 'it has changed', wanted: wantedOf(1) },
      click(alice, 'req-a1'),
    ]);

    expect(verdicts).toEqual(['done', 'done', 'done']);
    expect(request).toMatchObject({ status: 'pending', approvals: [], voided: 'it has changed' });
  });

  it('after a voiding count anew, also from the same people, and end the notice', () => {
    const { request } = approveAll(2, [
      click(alice, 'req-a1'),
      click(amir, 'req-b1'),
      { do: 'void', reason: 'it has changed', wanted: wantedOf(2) },
      click(alice, 'req-a2'),
    ]);

    expect(request).toMatchObject({ status: 'pending', approvals: [{ cause: 'req-a2' }] });
    expect(request).not.toHaveProperty('voided');
  });

  it('after a voiding are as many as what is wanted by then needs, and are for that', () => {
    const { verdicts, request } = approveAll(1, [
      click(alice, 'req-a1'),
      { do: 'void', reason: 'it has changed', wanted: wantedOf(3) },
      click(alice, 'req-a2'),
      click(amir, 'req-b1'),
      click(aoki, 'req-c1'),
    ]);

    expect(verdicts).toEqual(['done', 'done', 'counted', 'counted', 'done']);
    expect(request).toMatchObject({ status: 'approved', ...wantedOf(3) });
    expect(request?.approvals.map(({ by }) => by)).toEqual([alice.id, amir.id, aoki.id]);
  });
});
