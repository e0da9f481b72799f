import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Operation, Outcome } from '../operation/operation.ts';
import { plainText } from '../reply/plain-text.ts';
import { line, replyOf } from '../reply/reply.ts';
import { createFollower } from './follower.ts';
import { stepPortsOf } from './next-step.fixture.ts';
import type { Look } from './next-step.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { createWorld } from './workflow.fixture.ts';

const running = (shown: string): Outcome => ({
  kind: 'running',
  shown: [line(shown)],
  canCancel: true,
});

/** A follower of a request that runs, whose looks come to these outcomes, one after the other. */
const followLooks = (outcomes: readonly Outcome[]) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const world = createWorld();
  const looks: number[] = [];
  const told: (string | undefined)[] = [];
  const state: { request: ApprovalRequest } = { request: requestOf({ status: 'running' }) };
  const waiting = [...outcomes];
  const operation: Operation = {
    ...world.works.operation,
    execute: async () => {
      looks.push(clock.now());
      return waiting.shift() ?? { kind: 'done', reply: replyOf(), facts: {} };
    },
  };
  const follower = createFollower({
    steps: { ...stepPortsOf(world, operation), clock },
    load: async () => state.request,
    take: async (request, command) => {
      state.request = { ...request, status: command.do === 'finish' ? 'done' : 'failed' };
    },
    tell: (_, look?: Look) => {
      told.push(look && plainText({ parts: look.shown }));
    },
    clock,
    log,
  });
  return { clock, follower, looks, told, state, log };
};

describe('a request that goes on by itself', () => {
  it('is looked at soon after it has moved, and then up to every quarter of a minute, until it is done', async () => {
    const { clock, follower, looks, told, state } = followLooks(
      ['0 of 2', '1 of 2', '1 of 2', '1 of 2', '1 of 2', '1 of 2', '1 of 2'].map(running),
    );
    const begun = clock.now();

    follower.follow('req-lamp001');
    await follower.idle();
    for (let second = 0; second < 120; second += 1) {
      await clock.advance(1_000);
      await follower.idle();
    }

    expect(looks.map((at) => (at - begun) / 1_000)).toEqual([0, 1, 2, 4, 8, 16, 31, 46]);
    expect(told.filter((each) => each !== undefined).slice(0, 2)).toEqual(['0 of 2', '1 of 2']);
    expect(state.request.status).toBe('done');
  });

  it('does not use up the tries of what does not work: it goes on for as long as it takes', async () => {
    const many = Array.from({ length: 200 }, () => running('1 of 2'));
    const { clock, follower, state } = followLooks(many);

    follower.follow('req-lamp001');
    await follower.idle();
    for (let quarter = 0; quarter < 59; quarter += 1) {
      await clock.advance(15_000);
      await follower.idle();
    }

    expect(state.request.status).toBe('running');
  });

  it('is never ended by our own trouble to look, and an operator is told once', async () => {
    const unseen: Outcome = { kind: 'unseen', why: 'lost' };
    const { clock, follower, state, log } = followLooks([
      running('0 of 2'),
      ...Array.from({ length: 200 }, () => unseen),
    ]);

    follower.follow('req-lamp001');
    await follower.idle();
    for (let minute = 0; minute < 90; minute += 1) {
      await clock.advance(60_000);
      await follower.idle();
    }

    expect(state.request.status).toBe('running');
    expect(log.lines.filter(({ event }) => event === 'request.stuck')).toHaveLength(1);
  });

  it('is left to the next process by a daemon that ends', async () => {
    const { clock, follower, looks } = followLooks([running('0 of 2'), running('1 of 2')]);

    follower.follow('req-lamp001');
    await follower.idle();
    follower.rest();
    await clock.advance(60_000);
    await follower.idle();

    expect(looks).toHaveLength(1);
  });
});
