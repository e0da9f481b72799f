import { describe, expect, it } from '@jest/globals';
import type { CardState, Progress } from '../operation/operation.ts';
import { plainText } from '../reply/plain-text.ts';
import { line } from '../reply/reply.ts';
import { noticesFor } from './notices.ts';
import { dana } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';

const channels = { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' };
const endedAt = '2026-01-05T09:02:05.000Z';

/** What the words of its own card are made from, and the messages with them. */
const tell = (others: Partial<ApprovalRequest>, progress?: Progress) => {
  const states: CardState[] = [];
  const ownCard = (state: CardState) => {
    states.push(state);
    return [line('lamp')];
  };
  const notices = noticesFor(
    requestOf({ needed: 0, ...others }),
    { ...thingWording, ownCard },
    channels,
    progress,
  );
  return { states, notices };
};

const kindsOf = (others: Partial<ApprovalRequest>) => tell(others).notices.map(({ kind }) => kind);

const always = { operationId: 'op-lamp001', facts: { thing: 'lamp' }, requester: dana.id };
const half: Progress = { shown: [line('1 of 2')], canCancel: true, elapsed: 3_000 };

describe('what the own card of a request is told', () => {
  it('is no more than is known: at its beginning that it goes', () => {
    expect(tell({ status: 'approved' }).states).toStrictEqual([{ ...always, standing: 'going' }]);
  });

  it('is how far it is while it runs', () => {
    expect(tell({ status: 'running' }, half).states).toStrictEqual([
      { ...always, standing: 'going', progress: half },
    ]);
  });

  it('is at its end what came of it and how long that took, and no progress', () => {
    const result = { place: '/srv/lamp' };

    expect(tell({ status: 'done', endedAt, result }, half).states).toStrictEqual([
      { ...always, standing: 'done', result, took: 125_000 },
    ]);
  });

  it('is at a failure why, on one line', () => {
    const ending = { code: 'X', reason: 'No\nroom.' };

    expect(tell({ status: 'failed', endedAt, ending }).states).toStrictEqual([
      { ...always, standing: 'failed', reason: 'No room.', took: 125_000 },
    ]);
  });

  it('is that it was cancelled, whether by its function or before it began', () => {
    expect(tell({ status: 'cancelled', endedAt, ending: { by: dana.id } }).states).toStrictEqual([
      { ...always, standing: 'cancelled', took: 125_000 },
    ]);
  });
});

describe('a request with its own card', () => {
  it('has none where it was denied, or expired, with or without approvals that it had before', () => {
    for (const status of ['denied', 'expired'] as const) {
      for (const needed of [0, 1]) {
        expect(
          kindsOf({ status, needed, channel: 'C0TYPED', voided: 'it has changed' }),
        ).not.toContain('own');
      }
    }
  });

  it('has one where it was cancelled with all approvals that it needed', () => {
    const approvals = [{ by: 'slack:UALICE', cause: 'req-a1' }] as const;

    expect(kindsOf({ status: 'cancelled', needed: 1, approvals })).toContain('own');
    expect(kindsOf({ status: 'cancelled', needed: 2, approvals })).not.toContain('own');
  });

  it('shows it to its requester where we may not write in the conversation of the command', () => {
    const [card] = tell({ status: 'running', channel: 'C0TYPED' }, half).notices;
    const [direct] = tell({ status: 'running' }, half).notices;

    expect(card).toMatchObject({ kind: 'own', to: { channel: 'C0TYPED' }, orElse: dana.id });
    expect(direct).toMatchObject({ kind: 'own', to: { person: dana.id } });
    expect(direct).not.toHaveProperty('orElse');
  });

  it('posts it when it begins, and not only where it hangs already', () => {
    for (const notice of tell({ status: 'running', channel: 'C0TYPED' }, half).notices) {
      expect(notice).not.toHaveProperty('onlyIfShown');
    }
  });

  it('tells the notify channel at its end whose it was, and under which id', () => {
    const end = tell({ status: 'done', endedAt, channel: 'C0TYPED' }).notices.find(
      ({ kind }) => kind === 'end',
    );

    expect(end && plainText(end.reply).split('\n')).toEqual([
      'lamp',
      'asked for by @UDANA (op-lamp001)',
    ]);
    expect(end?.to).toEqual({ channel: 'C0NOTIFY' });
  });
});
