import { describe, expect, it } from '@jest/globals';
import type { StoredOperation } from './operation-store.ts';
import { restartsFrom } from './restarts.ts';

const foundAt = '2026-01-05T09:00:00.000Z';
const now = Date.parse(foundAt);
const day = 24 * 60 * 60_000;

type Steps = StoredOperation['progress']['steps'];

const operation = (
  steps: Steps,
  state: StoredOperation['progress']['state'],
  changed: Partial<StoredOperation> = {},
): StoredOperation => ({
  id: 'op-guard1',
  kind: 'stop',
  environment: 'dev',
  by: { user_id: 'system:guard', username: 'guard', display_name: 'The guard' },
  startedAt: foundAt,
  progress: { state, details: {}, steps },
  cancelled: false,
  restarted: [{ id: 'orders', foundAt }],
  version: 1,
  ...changed,
});

const restart = { environment: 'dev', id: 'orders', found_at: foundAt, operation_id: 'op-guard1' };

describe('what became of a restarted database', () => {
  it.each<[string, Steps, StoredOperation['progress']['state'], object]>([
    ['is being stopped', [{ name: 'orders', state: 'running' }], 'in_progress', {}],
    ['is being stopped before it has a step', [], 'in_progress', {}],
    ['was stopped', [{ name: 'orders', state: 'succeeded' }], 'succeeded', {}],
    [
      'was stopped, although the operation goes on',
      [{ name: 'orders', state: 'succeeded' }],
      'in_progress',
      { state: 'succeeded' },
    ],
    [
      'was stopped, although the operation failed',
      [
        { name: 'orders', state: 'succeeded' },
        { name: 'users', state: 'failed', detail: 'refused' },
      ],
      'failed',
      { state: 'succeeded' },
    ],
    [
      'was stopped by somebody else',
      [{ name: 'orders', state: 'skipped', detail: 'it was stopped already' }],
      'succeeded',
      {},
    ],
    [
      'could not be stopped',
      [{ name: 'orders', state: 'failed', detail: 'refused: access denied' }],
      'failed',
      { reason: 'refused: access denied' },
    ],
    [
      'was left',
      [{ name: 'orders', state: 'skipped', detail: 'its status is storage-full' }],
      'succeeded',
      { state: 'failed', reason: 'its status is storage-full' },
    ],
    [
      'was never come to',
      [{ name: 'api', state: 'failed' }],
      'failed',
      { reason: 'the operation did not come to it' },
    ],
    [
      'has the name of a service',
      [
        { name: 'orders', state: 'succeeded' },
        { name: 'database orders', state: 'running' },
      ],
      'in_progress',
      {},
    ],
  ])('is told where it %s', (_, steps, state, expected) => {
    expect(restartsFrom([operation(steps, state)], now)).toEqual([
      { ...restart, state, ...expected },
    ]);
  });
});

describe('restarts', () => {
  it('are told with their last operations, those found first first', () => {
    const earlier = '2026-01-05T08:00:00.000Z';
    const failed = operation([{ name: 'orders', state: 'failed', detail: 'no' }], 'failed');
    const again = operation([], 'in_progress', {
      id: 'op-guard2',
      startedAt: '2026-01-05T10:00:00.000Z',
      restarted: [
        { id: 'users', foundAt: '2026-01-05T10:00:00.000Z' },
        { id: 'orders', foundAt },
      ],
    });
    const other = operation([], 'in_progress', {
      id: 'op-guard0',
      environment: 'qa',
      restarted: [{ id: 'orders', foundAt: earlier }],
    });

    expect(
      restartsFrom([again, failed, other], now).map((each) => [
        each.environment,
        each.id,
        each.operation_id,
        each.state,
      ]),
    ).toEqual([
      ['qa', 'orders', 'op-guard0', 'in_progress'],
      ['dev', 'orders', 'op-guard2', 'in_progress'],
      ['dev', 'users', 'op-guard2', 'in_progress'],
    ]);
  });

  it('are told for seven days after their last operation began', () => {
    const old = operation([], 'in_progress');

    expect(restartsFrom([old], now + 7 * day)).toHaveLength(1);
    expect(restartsFrom([old], now + 7 * day + 1)).toEqual([]);
  });

  it('are none where operations have other reasons', () => {
    const { restarted: _, ...plain } = operation([], 'in_progress');

    expect(restartsFrom([plain], now)).toEqual([]);
  });
});
