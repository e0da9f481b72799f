import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { describeError } from '../../lib/kernel/errors.ts';
import { fail, type Result, succeed } from '../../lib/kernel/result.ts';
import { approvalSettings } from './approval-settings.ts';
import { freezeSchema } from './freezes.ts';
import { namedUserGroups } from './named-user-groups.ts';
import { nobody, peopleSettings, userGroupId, userId } from './people-settings.ts';
import { whitelistSettings } from './whitelist-settings.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
  error: 'expected a name of lower-case letters, digits and hyphens',
});
const team = z
  .strictObject({ users: z.array(userId).default([]), usergroup: userGroupId.exactOptional() })
  .refine(({ users, usergroup }) => users.length > 0 || usergroup !== undefined, {
    error: 'expected users, a usergroup, or both',
  });

/** Slack answers for no more user groups in a minute (tier 2), and each is asked about once in a minute. */
const maxUserGroups = 20;

const configFile = z
  .strictObject({
    environments: z
      .record(name, z.strictObject({ protected: z.boolean().default(false) }))
      .refine((all) => Object.keys(all).length > 0, { error: 'expected at least one environment' })
      .default({
        dev: { protected: false },
        staging: { protected: false },
        prod: { protected: true },
      }),
    default_environment: name.optional(),
    teams: z.record(name, team).default({}),
    approvers: peopleSettings.default(nobody),
    approval: approvalSettings,
    freezes: z.array(freezeSchema).default([]),
    whitelist: whitelistSettings,
    limits: z
      .strictObject({ changes_per_person_per_minute: z.int().min(1).max(10_000).default(10) })
      .default({ changes_per_person_per_minute: 10 }),
    policy: z.strictObject({ replace: z.boolean().default(false) }).default({ replace: false }),
  })
  .superRefine((file, context) => {
    const { environments, default_environment: chosen, freezes } = file;
    if (chosen !== undefined && !Object.hasOwn(environments, chosen)) {
      context.addIssue({
        code: 'custom',
        path: ['default_environment'],
        message: `expected one of the environments: ${Object.keys(environments).join(', ')}`,
      });
    }
    freezes.forEach((freeze, index) => {
      const unknown = (freeze.environments ?? []).find(
        (each) => !Object.hasOwn(environments, each),
      );
      if (unknown !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['freezes', index, 'environments'],
          message: `there is no environment ${unknown}; expected some of: ${Object.keys(environments).join(', ')}`,
        });
      }
    });
    const { size } = namedUserGroups(file);
    if (size > maxUserGroups) {
      context.addIssue({
        code: 'custom',
        message: `${size} user groups are named in teams, approvers and approval; expected at most ${maxUserGroups}`,
      });
    }
  });

/** What the configuration file says, with its defaults. */
export type ConfigFile = z.infer<typeof configFile>;

/** The parser's words with the place, without the excerpt of the file that it sets below them. */
const firstLine = ({ message }: Error): string => (message.split('\n')[0] ?? '').replace(/:$/, '');

const describeIssue = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: unknown key`).join('; ');
  }
  return path === '' ? issue.message : `${path}: ${issue.message}`;
};

/** Reads the text of a configuration file; every problem at once. An empty file is all defaults. */
export const parseConfigFile = (text: string): Result<ConfigFile, readonly string[]> => {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) {
    return fail(document.errors.map(firstLine));
  }
  const parsed = configFile.safeParse(document.toJS() ?? {});
  return parsed.success ? succeed(parsed.data) : fail(parsed.error.issues.map(describeIssue));
};

/** Reads the configuration file; `undefined` stands for no file. */
export const readConfigFile = (path: string | undefined): Result<ConfigFile, readonly string[]> => {
  if (path === undefined) {
    return parseConfigFile('');
  }
  try {
    const parsed = parseConfigFile(readFileSync(path, 'utf8'));
    return parsed.ok ? parsed : fail(parsed.error.map((problem) => `${path}: ${problem}`));
  } catch (error) {
    return fail([`${path}: ${describeError(error)}`]);
  }
};
