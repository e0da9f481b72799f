import type { RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import { noticesFor } from './notices.ts';
import { alice } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';

/** The approval of Alice. */
export const byAlice = { by: alice.id, cause: 'req-a1' } as const;

/** The messages that stand for Dana's request for a lamp that is other than usual in this: its card, and the others by their kinds. */
export const show = (others: Partial<ApprovalRequest>, wording: RequestWording = thingWording) => {
  const [card, ...rest] = noticesFor(requestOf(others), wording, {
    approvals: 'C0APPROVALS',
    notify: 'C0NOTIFY',
  });
  if (card === undefined) {
    throw new Error('there is always a card');
  }
  return {
    card,
    dms: rest.filter(({ kind }) => kind === 'dm'),
    lines: rest.filter(({ kind }) => kind === 'line'),
    others: rest.filter(({ kind }) => kind !== 'line' && kind !== 'dm'),
  };
};

/** The words of a message, in plain lines; none where there is no message. */
export const linesOf = (notice: Notice | undefined): readonly string[] =>
  notice === undefined ? [] : plainText(notice.reply).split('\n');
