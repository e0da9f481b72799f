import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../ledger/ledger.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { alice, oscar } from './people.fixture.ts';
import { names, proposalOf, requestOf } from './proposal.fixture.ts';

const timestamp = '2026-01-05T09:00:00.000Z';
const stored = (fields: object): StoredEvent => ({
  event: 'x',
  actor: 'system:workflow',
  timestamp,
  stream: 'request/req-lamp001',
  seq: 1,
  ...fields,
});

describe('a request in the ledger', () => {
  it('that the policy approved has no answer for anybody, as nobody clicked', () => {
    const { events } = decide(undefined, { do: 'open', proposal: proposalOf(0) }, names);

    expect(events.map(stored).reduce(evolve, undefined)).toStrictEqual(
      requestOf({ needed: 0, status: 'approved', approvedAt: timestamp }),
    );
  });

  it('that was cancelled ended by somebody, for no reason that they gave', () => {
    const cancelled = { change: 'cancelled', by: alice.id, cause: 'req-a1' };

    expect(evolve(requestOf(), stored(cancelled))?.ending).toStrictEqual({ by: alice.id });
  });

  it('that succeeded has what came of it, and no reason why it ended', () => {
    const result = { place: '/srv' };

    expect(
      evolve(requestOf({ status: 'running' }), stored({ change: 'done', result })),
    ).toStrictEqual(requestOf({ status: 'done', endedAt: timestamp, result }));
  });

  it('that was escalated knows to whom, and that it was reminded of', () => {
    expect(evolve(requestOf(), stored({ change: 'escalated', to: [oscar.id] }))).toEqual(
      requestOf({ escalatedTo: [oscar.id] }),
    );
    expect(evolve(requestOf(), stored({ change: 'reminded' }))).toEqual(
      requestOf({ isReminded: true }),
    );
  });

  it.each([
    ['whose approver is no principal', { change: 'asked', asked: ['alice'] }],
    ['whose approver is not even a word', { change: 'asked', asked: [7] }],
    ['whose cause is no request', { change: 'cancelled', by: alice.id, cause: 'click-1' }],
    ['whose cause is not even a word', { change: 'cancelled', by: alice.id, cause: 7 }],
    ['whose operation is no operation', { change: 'started', operationId: 'req-lamp001' }],
    ['whose operation is not even a word', { change: 'started', operationId: null }],
  ])('is not changed by a line %s', (_, event) => {
    const request = requestOf({ status: 'approved' });

    expect(evolve(request, stored(event))).toBe(request);
  });
});

describe('whom a request waits for', () => {
  it('is recorded when it is found out, and again where they are others by now', () => {
    const command = { do: 'ask', asked: [alice.id] } as const;

    expect(decide(requestOf(), command, names)).toMatchObject({
      answer: 'done',
      events: [{ event: 'thing.request.asked', change: 'asked', asked: [alice.id] }],
    });
    expect(decide(requestOf({ asked: [] }), command, names).events).toHaveLength(1);
    for (const known of [{ asked: [alice.id] }, { status: 'approved', asked: [] }] as const) {
      expect(decide(requestOf(known), command, names)).toEqual({ events: [], answer: 'late' });
    }
  });
});
