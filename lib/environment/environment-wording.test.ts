import { describe, expect, it } from '@jest/globals';
import type { CardState } from '../operation/operation.ts';
import { plainText } from '../reply/plain-text.ts';
import { environmentWording, headOf } from './environment-wording.ts';
import { countLabel, progressParts, stepLines } from './progress-parts.ts';

const linesOf = (others: Partial<CardState>): readonly string[] =>
  plainText({
    parts:
      environmentWording.ownCard?.({
        operationId: 'op-stop01',
        facts: { verb: 'stop', environment: 'dev' },
        requester: 'slack:UDANA',
        standing: 'going',
        ...others,
      }) ?? [],
  }).split('\n');

describe('the card of an operation on an environment', () => {
  it('says that it begins before anybody has looked', () => {
    expect(linesOf({})).toEqual(['⏳ STOP - DEV', 'Beginning…', 'Operation op-stop01']);
  });

  it('tells minutes and seconds', () => {
    const progress = { shown: [], canCancel: true, elapsed: 125_000 };

    expect(linesOf({ progress })).toContain('2 min 5 s so far');
  });

  it('shows the incident for which a freeze was broken', () => {
    expect(linesOf({ incident: 'INC-1' })[1]).toBe('🚨 Break-glass: INC-1');
  });

  it('tells in the end how long it took', () => {
    for (const standing of ['done', 'failed', 'cancelled'] as const) {
      expect(linesOf({ standing, took: 125_000 }).at(-1)).toBe(
        'Operation op-stop01, after 2 min 5 s',
      );
    }
  });

  it('says that it must be approved after all, and why', () => {
    expect(linesOf({ standing: 'waiting', reason: 'the policy has changed' })).toEqual([
      '✋ STOP - DEV',
      'It must be approved before it begins: the policy has changed.',
      'Operation op-stop01',
    ]);
  });

  it('names no skipped resource where there is none', () => {
    expect(linesOf({ standing: 'done', result: { ecs_services_stopped: '0' } })).toEqual([
      '✅ STOP - DEV',
      'Operation completed successfully.',
      'Details:',
      '- ECS services stopped: 0',
      'Operation op-stop01',
    ]);
    expect(linesOf({ standing: 'done', result: { skipped: '' } })).not.toContain('Skipped:');
  });

  it.each([
    [{ standing: 'failed', reason: 'access denied' }, 'Operation failed: access denied'],
    [{ standing: 'failed' }, 'Operation failed: for an unknown reason'],
    [
      { standing: 'cancelled', reason: 'cancelled by Dana' },
      'Operation cancelled: cancelled by Dana. What was sent before goes on by itself.',
    ],
    [{ standing: 'cancelled' }, 'Operation cancelled before it began; nothing was done.'],
  ] as const)('tells %j', (state, line) => {
    expect(linesOf(state)[1]).toBe(line);
  });

  it('has a head also where facts are missing', () => {
    expect(headOf({})).toBe(' - ');
  });
});

describe('what approvers see of it, where a policy wants them', () => {
  const { subject, subjectFields, detailFields, resultFields } = environmentWording;

  it('is the operation with its level, and the environment', () => {
    const facts = { verb: 'teardown', environment: 'dev', level: 'full' };

    expect(subject(facts)).toBe('TEARDOWN - DEV');
    expect([...subjectFields(facts), ...detailFields(facts)]).toEqual([
      { label: 'Operation', value: 'teardown (full)' },
      { label: 'Environment', value: 'dev' },
    ]);
    expect(subjectFields({})).toEqual([
      { label: 'Operation', value: '' },
      { label: 'Environment', value: '' },
    ]);
    expect(detailFields({})).toEqual([]);
  });

  it('is what was done, once it was', () => {
    expect(resultFields(undefined)).toEqual([{ label: 'Completed', value: 'No' }]);
    expect(resultFields({ stacks_deleted: '2', skipped: 'vpn' })).toEqual([
      { label: 'Completed', value: 'Yes' },
      { label: 'Stacks deleted', value: '2' },
    ]);
  });
});

describe('the steps of an operation', () => {
  it('of which nothing is to be done count as all done', () => {
    expect(
      plainText({ parts: progressParts({ steps: [{ name: 'vpn', state: 'skipped' }] }) }),
    ).toBe('▓▓▓▓▓▓▓▓▓▓ 0 of 0\n- ⏭️ vpn');
  });

  it('of very many show those that are not done first, and how many more there are', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `service-${index}`,
      state: index < 20 ? ('succeeded' as const) : ('running' as const),
    }));

    const lines = stepLines(many);

    expect(lines).toHaveLength(31);
    expect(lines[0]).toBe('⏳ service-20');
    expect(lines.at(-1)).toBe('… and 10 more');
  });

  it.each([
    ['ecs_services_stopped', 'ECS services stopped'],
    ['rds_instances_started', 'RDS instances started'],
    ['snapshots_taken', 'Snapshots taken'],
  ])('count %s as people read it', (name, label) => {
    expect(countLabel(name)).toBe(label);
  });
});
