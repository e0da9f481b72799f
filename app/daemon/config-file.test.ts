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
  approvers: { users: [] },
  limits: { changes_per_person_per_minute: 10 },
  policy: { replace: false },
};

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseConfigFile(text);
  return parsed.ok ? [] : parsed.error;
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
teams: { data-engineering: { users: [U0DANA] } }
approvers: { users: [U0ALICE, W0GRID] }
limits: { changes_per_person_per_minute: 3 }
policy: { replace: true }
`);
    expect(parsed).toEqual({
      ok: true,
      value: {
        environments: { lab: { protected: false }, live: { protected: true } },
        default_environment: 'lab',
        teams: { 'data-engineering': { users: ['U0DANA'] } },
        approvers: { users: ['U0ALICE', 'W0GRID'] },
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
    ['approvers: { usergroups: [S1] }', 'approvers.usergroups: unknown key'],
    ['limits: { changes: 3 }', 'limits.changes: unknown key'],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
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
