import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseConfigFile, readConfigFile } from './config-file.ts';

const defaults = {
  environments: {
    dev: { protected: false },
    staging: { protected: false },
    prod: { protected: true },
  },
  teams: {},
  approvers: { users: [], usergroups: [] },
  approval: { break_glass: { users: [], usergroups: [] } },
  freezes: [],
  whitelist: { default_ttl: '30d', min_prefix_v4: 24, min_prefix_v6: 64, allow_ranges: [] },
  limits: { changes_per_person_per_minute: 10 },
  policy: { replace: false },
};

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseConfigFile(text);
  return parsed.ok ? [] : parsed.error;
};

/** A file that names so many user groups, each twice. */
const naming = (count: number): string => {
  const groups = Array.from({ length: count }, (_, index) => `S0G${index}`).join(', ');
  return `approvers: { usergroups: [${groups}] }\napproval: { break_glass: { usergroups: [${groups}] } }`;
};

describe('the configuration file', () => {
  it.each(['', '\n', '# only a comment\n'])('is all defaults when it says nothing: %j', (text) => {
    expect(parseConfigFile(text)).toEqual({ ok: true, value: defaults });
  });

  it('says what differs from the defaults', () => {
    const parsed = parseConfigFile(`
environments:
  lab: {}
  live: { protected: true }
default_environment: lab
teams: { data-engineering: { users: [U0DANA] }, sre: { usergroup: S0SRE }, web: { users: [U0WEB], usergroup: S0WEB } }
approvers: { users: [U0ALICE, W0GRID], usergroups: [S0ADMINS] }
approval: { break_glass: { users: [U0GLASS] } }
whitelist: { default_ttl: 1440m, min_prefix_v4: 30, min_prefix_v6: 128, allow_ranges: [10.1.0.0/16, '2600:1F18::1'] }
limits: { changes_per_person_per_minute: 3 }
policy: { replace: true }
`);
    expect(parsed).toEqual({
      ok: true,
      value: {
        environments: { lab: { protected: false }, live: { protected: true } },
        default_environment: 'lab',
        teams: {
          'data-engineering': { users: ['U0DANA'] },
          sre: { users: [], usergroup: 'S0SRE' },
          web: { users: ['U0WEB'], usergroup: 'S0WEB' },
        },
        approvers: { users: ['U0ALICE', 'W0GRID'], usergroups: ['S0ADMINS'] },
        approval: { break_glass: { users: ['U0GLASS'], usergroups: [] } },
        freezes: [],
        whitelist: {
          default_ttl: '1d',
          min_prefix_v4: 30,
          min_prefix_v6: 128,
          allow_ranges: ['10.1.0.0/16', '2600:1f18::1/128'],
        },
        limits: { changes_per_person_per_minute: 3 },
        policy: { replace: true },
      },
    });
  });

  it('tells every problem at once, each by its key', () => {
    expect(
      problemsOf(`
environment: {}
environments: { Dev: {}, prod: { protect: true } }
teams: { data: { users: [dana] } }
policy: { replace: "yes" }
`),
    ).toEqual([
      expect.stringMatching(/^environments\.Dev: /),
      'environments.prod.protect: unknown key',
      'teams.data.users.0: expected the id of a Slack user, as U012ABCDEF',
      expect.stringMatching(/^policy\.replace: /),
      'environment: unknown key',
    ]);
  });

  it.each([
    ['environments: {}', 'environments: expected at least one environment'],
    [
      'default_environment: test',
      'default_environment: expected one of the environments: dev, staging, prod',
    ],
    [
      'default_environment: constructor',
      'default_environment: expected one of the environments: dev, staging, prod',
    ],
    ['approvers: { groups: [S0ADMINS] }', 'approvers.groups: unknown key'],
    ...['S1', '@admins', 's0admins', 'U0ALICE', 'S0ADMINS-2'].map((id) => [
      `approvers: { usergroups: ['${id}'] }`,
      'approvers.usergroups.0: expected the id of a Slack user group, as S012ABCDEF',
    ]),
    [
      'approvers: { users: [S0ADMINS] }',
      'approvers.users.0: expected the id of a Slack user, as U012ABCDEF',
    ],
    [
      'teams: { sre: { usergroups: [S0SRE], users: [U0DANA] } }',
      'teams.sre.usergroups: unknown key',
    ],
    [
      'teams: { sre: { usergroup: [S0SRE] } }',
      'teams.sre.usergroup: Invalid input: expected string, received array',
    ],
    ['teams: { sre: {} }', 'teams.sre: expected users, a usergroup, or both'],
    ['teams: { sre: { users: [] } }', 'teams.sre: expected users, a usergroup, or both'],
    ['limits: { changes: 3 }', 'limits.changes: unknown key'],
    ['whitelist: { ttl: 30d }', 'whitelist.ttl: unknown key'],
    [
      'whitelist: { default_ttl: 4h }',
      "whitelist.default_ttl: '4h' is not a time to live. Write 1m to 1440m for minutes or 1d to 365d for days, as 45m or 7d.",
    ],
    ['whitelist: { default_ttl: 30 }', 'whitelist.default_ttl: expected a time to live, as 30d'],
    [
      'whitelist: { min_prefix_v4: 0 }',
      'whitelist.min_prefix_v4: expected a whole number from 8 to 32',
    ],
    [
      'whitelist: { min_prefix_v6: 64.5 }',
      'whitelist.min_prefix_v6: expected a whole number from 16 to 128',
    ],
    [
      'whitelist: { allow_ranges: [10.1.2.3/16] }',
      'whitelist.allow_ranges.0: 10.1.2.3/16 is an address inside a range. Did you mean 10.1.0.0/16, or 10.1.2.3 alone?',
    ],
    [
      'whitelist: { allow_ranges: [7] }',
      'whitelist.allow_ranges.0: expected a range, as 10.1.0.0/16',
    ],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('takes twenty user groups, each once however often it is named, and no more', () => {
    expect(problemsOf(naming(20))).toEqual([]);
    expect(problemsOf(naming(21))).toEqual([
      '21 user groups are named in teams, approvers and approval; expected at most 20',
    ]);
  });

  it.each(['teams: [', 'a: b: c', 'policy: {}\npolicy: {}', '\tteams: {}', '--- a\n--- b'])(
    'tells what is wrong with YAML like %j in one line with its place',
    (text) => {
      const problems = problemsOf(text);
      expect(problems).not.toEqual([]);
      for (const problem of problems) {
        expect(problem).toMatch(/^[^\n]+ at line \d+, column \d+$/);
      }
    },
  );

  it('takes a list or a word for no configuration', () => {
    expect(problemsOf('- dev\n- prod')).toHaveLength(1);
    expect(problemsOf('dev')).toHaveLength(1);
  });
});

describe('reading the configuration file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quartermaster-config-'));
  const write = (text: string): string => {
    const path = join(folder, 'some.yaml');
    writeFileSync(path, text);
    return path;
  };
  afterEach(() => rmSync(join(folder, 'some.yaml'), { force: true }));

  it('gives the defaults where there is no file', () => {
    expect(readConfigFile(undefined)).toEqual({ ok: true, value: defaults });
  });

  it('names the file in each problem', () => {
    const path = write('policy: { replace: 1, other: 2 }\nmore: {}');
    const read = readConfigFile(path);
    expect(read.ok).toBe(false);
    const problems = read.ok ? [] : read.error;
    expect(problems).toHaveLength(3);
    expect(problems.every((problem) => problem.startsWith(`${path}: `))).toBe(true);
  });

  it('tells when the named file is not there', () => {
    const path = join(folder, 'absent.yaml');
    expect(readConfigFile(path)).toEqual({
      ok: false,
      error: [expect.stringMatching(/absent\.yaml: .*ENOENT/)],
    });
  });

  it('refuses an alias without an anchor, and one that multiplies without end', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
      'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
      'd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
    ].join('\n');
    expect(readConfigFile(write('teams: *nobody'))).toMatchObject({ ok: false });
    expect(readConfigFile(write(bomb))).toMatchObject({
      ok: false,
      error: [expect.stringMatching(/alias/)],
    });
  });
});
