import { expect, it } from '@jest/globals';
import { settle } from '../kernel/deferred.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { line, replyOf } from '../reply/reply.ts';
import { requestOf } from './proposal.fixture.ts';
import { createTeller } from './teller.ts';

/** A teller over a board on which a word that is not final waits until there is a newer one. */
const openTeller = (kinds: readonly string[]) => {
  const said: string[] = [];
  const log = createRecordingLog();
  const teller = createTeller({
    noticeboard: {
      show: async ({ kind, revision }, superseded) => {
        if (revision !== 'done' && superseded?.aborted === false) {
          await new Promise((resolve) => superseded.addEventListener('abort', resolve));
        }
        said.push(`${kind} ${revision}${superseded?.aborted === true ? ' superseded' : ''}`);
        return true;
      },
    },
    noticesFor: ({ id, status }) =>
      kinds.map((kind) => ({
        requestId: id,
        kind,
        to: { channel: 'C1' },
        reply: replyOf(line(status)),
        revision: status,
      })),
    load: async () => undefined,
    clock: createManualClock(),
    log,
  });
  return { said, log, teller };
};

it('a newer word supersedes those of its message that wait, and the last one is not superseded', async () => {
  const { said, log, teller } = openTeller(['card', 'line']);

  for (const status of ['pending', 'running', 'done'] as const) {
    teller.tell(requestOf({ status }));
  }
  await teller.idle();

  for (const kind of ['card', 'line']) {
    expect(said.filter((each) => each.startsWith(kind))).toEqual([
      `${kind} pending superseded`,
      `${kind} running superseded`,
      `${kind} done`,
    ]);
  }
  expect(log.of('notice.not_shown')).toEqual([]);
});

it('a word of another request supersedes nothing', async () => {
  const { said, teller } = openTeller(['card']);
  teller.tell(requestOf({ status: 'pending' }));
  teller.tell(requestOf({ id: 'req-lamp002', status: 'done' }));
  await Promise.resolve();
  teller.tell(requestOf({ status: 'done' }));
  await teller.idle();

  expect(said).toEqual(['card done', 'card pending superseded', 'card done']);
});

it('a newer word supersedes the one that waits also after an earlier one has been said', async () => {
  const { said, teller } = openTeller(['card']);
  teller.tell(requestOf({ status: 'pending' }));
  teller.tell(requestOf({ status: 'running' }));
  await settle();
  expect(said).toEqual(['card pending superseded']);

  teller.tell(requestOf({ status: 'done' }));
  await settle();

  expect(said).toEqual(['card pending superseded', 'card running superseded', 'card done']);
  await teller.idle();
});
