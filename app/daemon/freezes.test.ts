import { describe, expect, it } from '@jest/globals';
import { parseConfigFile } from './config-file.ts';

const read = (freeze: string) => parseConfigFile(`freezes:\n  - ${freeze}\n`);

const problemsOf = (freeze: string): readonly string[] => {
  const parsed = read(freeze);
  return parsed.ok ? [] : parsed.error;
};

describe('a freeze in the configuration file', () => {
  it('begins and ends by the clock on the wall of its time zone, also where that changes in between', () => {
    const parsed = read(
      '{ name: summer, from: 2026-03-28T00:00, to: 2026-03-30T00:00, time_zone: Europe/Berlin, reason: clocks change }',
    );

    expect(parsed).toMatchObject({
      ok: true,
      value: {
        freezes: [
          {
            from: Date.parse('2026-03-27T23:00:00Z'),
            to: Date.parse('2026-03-29T22:00:00Z'),
            until: '2026-03-30 00:00 Europe/Berlin',
            environments: undefined,
            operations: undefined,
          },
        ],
      },
    });
  });

  it('is in UTC where no time zone is given', () => {
    expect(
      read('{ name: x, from: 2026-12-23T00:00, to: 2026-12-24T00:00, reason: y }'),
    ).toMatchObject({ value: { freezes: [{ from: Date.parse('2026-12-23T00:00:00Z') }] } });
  });

  it.each([
    ['from: 2026-12-23T00:00, to: 2026-12-22T00:00', 'freezes.0.to: expected a time after from'],
    [
      'from: 2026-02-30T00:00, to: 2026-12-22T00:00',
      'freezes.0.from: expected a time that there is',
    ],
    ['from: 2026-12-23T00:00Z, to: 2026-12-24T00:00', 'freezes.0.from: expected a local time'],
    [
      'from: 2026-12-23T00:00, to: 2026-12-24T00:00, time_zone: Berlin',
      'freezes.0.time_zone: expected a time zone',
    ],
    [
      'from: 2026-12-23T00:00, to: 2026-12-24T00:00, environments: [mars]',
      'there is no environment mars',
    ],
  ])('with %s says what is wrong', (times, problem) => {
    expect(problemsOf(`{ name: x, reason: y, ${times} }`)).toEqual([
      expect.stringContaining(problem),
    ]);
  });
});
