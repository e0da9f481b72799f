import { parseLine } from '../command/parse.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import { plainText } from '../reply/plain-text.ts';
import type { Reply } from '../reply/reply.ts';
import { alice, principalOf } from '../request/people.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { adminListOperation } from './admin-list-operation.ts';
import { idOf, imageRequestOf } from './image-request.fixture.ts';
import { imageWording } from './image-wording.ts';

const context = {
  principal: principalOf(alice),
  requestId: 'req-asked1',
  operationId: 'op-asked1',
} as const;

/** The operation over these requests, at 09:00 on 2026-01-05. */
export const adminListOf = (requests: readonly ApprovalRequest[]) =>
  adminListOperation({
    workflow: {
      list: async (where) => requests.filter(where),
      wordingOf: () => imageWording,
    },
    clock: createManualClock(),
  });

const answerTo = async (requests: readonly ApprovalRequest[], typed = ''): Promise<Reply> => {
  const operation = adminListOf(requests);
  const parsed = parseLine(
    createCatalogue([operation]).grammar,
    `/request-image admin-list ${typed}`,
  );
  const values = parsed.kind === 'command' ? parsed.values : {};
  const planned = await operation.plan(values, context);
  const outcome = await operation.execute(
    planned.kind === 'planned' ? planned.plan.effects : [],
    context,
  );
  if (outcome.kind !== 'done') {
    throw new Error(outcome.kind);
  }
  return outcome.reply;
};

/** The lines of the answer to `/request-image admin-list` with this behind it. */
export const linesOf = async (requests: readonly ApprovalRequest[], typed = '') =>
  plainText(await answerTo(requests, typed)).split('\n');

/** The buttons of that answer, each with its command. */
export const buttonsOf = async (requests: readonly ApprovalRequest[], typed = '') =>
  (await answerTo(requests, typed)).parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ label, command }) => [label, command]) : [],
  );

/** So many pending ones, each a minute older than the one before. */
export const queueOf = (length: number): readonly ApprovalRequest[] =>
  Array.from({ length }, (_, index) =>
    imageRequestOf({
      id: idOf(index),
      createdAt: new Date(Date.parse('2026-01-05T08:00:00.000Z') - index * 60_000).toISOString(),
    }),
  );
