import { describe, expect, it } from '@jest/globals';
import type { CloudCommand, CommandFailure } from './cloud.ts';
import { brokenOff, cancelledBy, previewOf, withFailures } from './operation-progress.ts';
import { type Progress, planOperation } from './plan-operation.ts';

const going: Progress = {
  state: 'in_progress',
  details: { ecs_services_stopped: 1 },
  steps: [
    { name: 'api', state: 'succeeded' },
    { name: 'worker', state: 'running', detail: '1 task to stop' },
    { name: 'acme-dev-db', state: 'pending' },
  ],
};

const stopWorker: CloudCommand = { do: 'set-desired', service: 'worker', desired: 0 };

const afterFailure = (kind: CommandFailure['kind'], command: CloudCommand = stopWorker) =>
  withFailures(going, [{ step: 'worker', command, failure: { kind, reason: 'so it is' } }]);

describe('a command that failed', () => {
  it.each([
    ['wait', 'running', 'waits: so it is'],
    ['unavailable', 'running', 'no answer, it is tried again: so it is'],
    ['refused', 'failed', 'refused: so it is'],
    ['gone', 'skipped', 'it is not there any more'],
  ] as const)('as %s leaves its step %s, and the others as they are', (kind, state, detail) => {
    expect(afterFailure(kind)).toEqual({
      ...going,
      steps: [going.steps[0], { name: 'worker', state, detail }, going.steps[2]],
    });
  });

  it.each<CloudCommand>([
    { do: 'delete-stack', stack: 'worker', operationId: 'op-aaaaaa' },
    { do: 'suspend-scaling', service: 'worker' },
  ])('is looked at again where what it was about is gone: $do', (command) => {
    expect(afterFailure('gone', command).steps[1]).toEqual({
      name: 'worker',
      state: 'running',
      detail: 'so it is',
    });
  });

  it('is a failure where what should be saved is gone', () => {
    const command: CloudCommand = {
      do: 'snapshot-database',
      database: 'worker',
      snapshot: 'chatops-1',
      operationId: 'op-aaaaaa',
    };

    expect(afterFailure('gone', command).steps[1]).toMatchObject({ state: 'failed' });
  });

  it('ends the operation where nothing else goes on', () => {
    const last: Progress = { ...going, steps: going.steps.slice(0, 2) };
    const failure = { kind: 'refused', reason: 'access denied' } as const;

    const { state } = withFailures(last, [{ step: 'worker', command: stopWorker, failure }]);

    expect(state).toBe('failed');
  });
});

describe('a cancelled operation', () => {
  it('keeps what is done and skips the rest, by name of who cancelled it', () => {
    expect(cancelledBy(going, 'Dana')).toMatchObject({
      state: 'failed',
      details: going.details,
      steps: [
        { name: 'api', state: 'succeeded' },
        { name: 'worker', state: 'skipped', detail: expect.stringMatching(/^cancelled by Dana/) },
        { name: 'acme-dev-db', state: 'skipped', detail: 'cancelled by Dana' },
      ],
    });
  });

  it('is what it was where every step had ended', () => {
    const done: Progress = { ...going, steps: [{ name: 'api', state: 'succeeded' }] };

    expect(cancelledBy(done, 'Dana')).toEqual({ ...done, state: 'succeeded' });
  });
});

describe('an operation that is broken off', () => {
  it('fails every step that had not ended, with the reason', () => {
    expect(brokenOff(going, 'dev is protected')).toEqual({
      ...going,
      state: 'failed',
      steps: [
        { name: 'api', state: 'succeeded' },
        { name: 'worker', state: 'failed', detail: 'dev is protected' },
        { name: 'acme-dev-db', state: 'failed', detail: 'dev is protected' },
      ],
    });
  });
});

describe('a preview', () => {
  const operation = {
    id: 'op-aaaaaa',
    environment: 'dev',
    startedAt: '2026-01-05T09:00:00.000Z',
  };

  it('counts what would be done, and skips what would fail or needs nothing', () => {
    const plan = planOperation({
      operation: { ...operation, kind: 'start' },
      state: {
        services: [
          { name: 'api', status: 'STOPPED', desired: 0, running: 0 },
          { name: 'web', status: 'RUNNING', desired: 1, running: 1 },
        ],
        databases: [
          { id: 'acme-dev-db', kind: 'instance', status: 'stopped' },
          { id: 'acme-dev-old', kind: 'instance', status: 'storage-full' },
        ],
        stacks: [],
        snapshots: [],
      },
      remembered: [],
      now: Date.parse(operation.startedAt),
    });

    expect(previewOf(plan)).toMatchObject({
      state: 'succeeded',
      details: { ecs_services_started: 1, rds_instances_started: 1 },
      steps: [
        { name: 'acme-dev-db', state: 'pending' },
        {
          name: 'acme-dev-old',
          state: 'skipped',
          detail: expect.stringMatching(/^would fail: .*storage-full/),
        },
        { name: 'api', state: 'pending' },
        { name: 'web', state: 'skipped' },
      ],
    });
  });
});
