import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../ledger/ledger.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { alice } from './people.fixture.ts';
import { names, proposalOf, requestOf, wantedOf } from './proposal.fixture.ts';

const stored = (fields: object): StoredEvent => ({
  event: 'x',
  actor: 'system:workflow',
  timestamp: '2026-01-05T09:00:00.000Z',
  stream: 'request/req-lamp001',
  seq: 1,
  ...fields,
});

describe('evolve', () => {
  it('begins with what was asked for, at the time of the line', () => {
    const { events } = decide(undefined, { do: 'open', proposal: proposalOf(1) }, names);

    expect(events.map(stored).reduce(evolve, undefined)).toEqual(requestOf());
  });

  it('begins only once', () => {
    const { events } = decide(undefined, { do: 'open', proposal: proposalOf(3) }, names);
    const begun = requestOf({ status: 'approved' });

    expect(events.map(stored).reduce(evolve, begun)).toBe(begun);
  });

  it.each([
    [{ change: 'expired', by: 'system:clock' }],
    [{ change: 'done' }],
    [{ change: 'denied', by: 'nobody', reason: 'x', cause: 'req-a1' }],
    [{ change: 'started', operationId: 'lamp001' }],
    [{ change: 'voided', reason: 'x' }],
    [{ change: 'voided', reason: 'x', ...wantedOf(0) }],
    [{ change: 'voided', reason: 'x', ...wantedOf(6) }],
    [{ event: 'request.reminded' }],
  ])('passes over what it does not know: %j', (event) => {
    const request = requestOf();

    expect(evolve(request, stored(event))).toBe(request);
    expect(evolve(undefined, stored(event))).toBeUndefined();
  });

  it('makes nothing of a change without a beginning', () => {
    const voided = { change: 'voided', reason: 'x', ...wantedOf(1) };

    expect(evolve(requestOf({ status: 'approved' }), stored(voided))).toMatchObject({
      status: 'pending',
    });
    expect(evolve(undefined, stored(voided))).toBeUndefined();
  });

  it('puts what is wanted by now in the place of what was proposed, and keeps the rest', () => {
    const approvals = [{ by: alice.id, cause: 'req-a1' }] as const;
    const answers = { 'req-a1': 'done' } as const;
    const approved = requestOf({ status: 'approved', approvals, answers });
    const voided = { change: 'voided', reason: 'it has changed', ...wantedOf(2) };

    expect(evolve(approved, stored(voided))).toEqual({
      ...approved,
      ...wantedOf(2),
      status: 'pending',
      approvals: [],
      voided: 'it has changed',
    });
  });

  it('knows how a request ended, and through whom', () => {
    const pending = requestOf();
    const by = { by: alice.id, cause: 'req-a1' };

    expect(evolve(pending, stored({ change: 'denied', ...by, reason: 'no' }))).toEqual(
      requestOf({
        status: 'denied',
        ending: { by: alice.id, reason: 'no' },
        endedAt: stored({}).timestamp,
        answers: { 'req-a1': 'done' },
      }),
    );
    expect(evolve(pending, stored({ change: 'cancelled', ...by }))).toEqual(
      requestOf({
        status: 'cancelled',
        ending: { by: alice.id },
        endedAt: stored({}).timestamp,
        answers: { 'req-a1': 'done' },
      }),
    );
    expect(evolve(pending, stored({ change: 'failed', code: 'X', reason: 'broken' }))).toEqual(
      requestOf({
        status: 'failed',
        ending: { code: 'X', reason: 'broken' },
        endedAt: stored({}).timestamp,
      }),
    );
    expect(evolve(pending, stored({ change: 'done', result: { place: '/srv' } }))).toEqual(
      requestOf({
        status: 'done',
        result: { place: '/srv' },
        endedAt: stored({}).timestamp,
      }),
    );
  });
});
