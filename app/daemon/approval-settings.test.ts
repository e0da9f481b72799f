import { describe, expect, it } from '@jest/globals';
import { parseConfigFile } from './config-file.ts';

const parse = (approval: string) => parseConfigFile(`approval: ${approval}`);

const problemsOf = (approval: string): readonly string[] => {
  const parsed = parse(approval);
  return parsed.ok ? [] : parsed.error;
};

const hour = 3_600_000;
const escalation = (after: string) => `escalation: { after: ${after}, to: { users: [U0BOSS] } }`;

describe('approval in the configuration file', () => {
  it('has durations in milliseconds, and people by their ids and by user groups', () => {
    expect(
      parse(`
  reminder: 4h
  escalation: { after: 24h, to: { usergroups: [S0BOSSES] } }
  expiry: 3d
  break_glass: { users: [U0GLASS], usergroups: [S0GLASS] }`),
    ).toMatchObject({
      value: {
        approval: {
          reminder: 4 * hour,
          escalation: { after: 24 * hour, to: { users: [], usergroups: ['S0BOSSES'] } },
          expiry: 72 * hour,
          break_glass: { users: ['U0GLASS'], usergroups: ['S0GLASS'] },
        },
      },
    });
  });

  it('leaves off every rung that is not set', () => {
    const nothing = { break_glass: { users: [], usergroups: [] } };
    for (const approval of ['{}', '{ break_glass: {} }']) {
      const parsed = parse(approval);
      expect(parsed.ok && parsed.value.approval).toEqual(nothing);
    }
    const parsed = parse('{ expiry: 2s }');
    expect(parsed.ok && parsed.value.approval).toEqual({ ...nothing, expiry: 2_000 });
  });

  it.each([
    '{ reminder: 1h, expiry: 2h }',
    `{ reminder: 59m, ${escalation('1h')}, expiry: 3601s }`,
    `{ reminder: 1h, ${escalation('2h')} }`,
    `{ ${escalation('2h')}, expiry: 3h }`,
  ])('takes rungs in their order: %s', (approval) => {
    expect(problemsOf(approval)).toEqual([]);
  });

  const beforeExpiry = 'expected less than approval.expiry, which comes after it';
  const beforeEscalation = 'expected less than approval.escalation.after, which comes after it';
  it.each([
    ['{ reminder: 2h, expiry: 2h }', [`approval.reminder: ${beforeExpiry}`]],
    ['{ reminder: 3h, expiry: 2h }', [`approval.reminder: ${beforeExpiry}`]],
    [`{ reminder: 60m, ${escalation('1h')} }`, [`approval.reminder: ${beforeEscalation}`]],
    [`{ ${escalation('1d')}, expiry: 24h }`, [`approval.escalation.after: ${beforeExpiry}`]],
    [
      `{ reminder: 3h, ${escalation('2h')}, expiry: 1h }`,
      [`approval.reminder: ${beforeEscalation}`, `approval.escalation.after: ${beforeExpiry}`],
    ],
    [
      `{ reminder: soon, ${escalation('2h')}, expiry: 1h }`,
      [
        "approval.reminder: 'soon' is not a duration. Write 1s to 365d, as 2s, 15m, 4h or 30d.",
        `approval.escalation.after: ${beforeExpiry}`,
      ],
    ],
    ['{ reminder: 4 }', ['approval.reminder: expected a duration, as 15m, 4h or 30d']],
    ['{ expiry: }', ['approval.expiry: expected a duration, as 15m, 4h or 30d']],
    [
      '{ expiry: 366d }',
      ["approval.expiry: '366d' is not a duration. Write 1s to 365d, as 2s, 15m, 4h or 30d."],
    ],
    [
      '{ escalation: { after: 1h, to: {} } }',
      ['approval.escalation.to: expected at least one of users or usergroups'],
    ],
    [
      '{ escalation: { to: { users: [U0BOSS] } } }',
      ['approval.escalation.after: expected a duration, as 15m, 4h or 30d'],
    ],
    [
      '{ escalation: { after: 1h } }',
      ['approval.escalation.to: Invalid input: expected object, received undefined'],
    ],
    [
      '{ break_glass: { usergroup: S0GLASS }, remind: 4h }',
      ['approval.break_glass.usergroup: unknown key', 'approval.remind: unknown key'],
    ],
    ['4h', ['approval: Invalid input: expected object, received string']],
    ['', ['approval: Invalid input: expected object, received null']],
  ])('refuses %s', (approval, problems) => {
    expect(problemsOf(approval)).toEqual(problems);
  });
});
