import { existsSync } from 'node:fs';
import { z } from 'zod';
import { fail, type Result, succeed } from '../../lib/kernel/result.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { userId } from './people-settings.ts';
import { type ProxySettings, proxySecrets, readProxy } from './read-proxy.ts';

/** The environment, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  );

const wholeNumber = (least: number, most: number, byDefault: number) => {
  const error = `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }))
    .default(byDefault);
};

const required = (shape: RegExp, what: string) =>
  z.string({ error: `is not set; expected ${what}` }).regex(shape, { error: `expected ${what}` });

const arn = z
  .string()
  .regex(/^(arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+(:[\w$-]+)?|[\w-]{1,64})$/, {
    error: 'expected the ARN or the name of a Lambda function',
  });

const slackId = (letters: string, what: string) =>
  z
    .string({ error: `is not set; expected ${what}` })
    .regex(new RegExp(`^[${letters}][A-Z0-9]{2,}$`), {
      error: `expected ${what}`,
    });

const channelId = slackId('CG', 'the id of a Slack channel, as C012ABCDEF');

/** Variables without which somebody would be misled: the audit trail or a secret would not be where they think. */
const notYet = [
  'AUDIT_LOG_GROUP',
  'STATE_TABLE',
  'SLACK_BOT_TOKEN_SECRET_ARN',
  'SLACK_APP_TOKEN_SECRET_ARN',
  'AUDIT_HMAC_KEY_SECRET_ARN',
] as const;

/** Variables of parts that this version does not have: nothing happens by them, and the log says so. */
const unused = [
  'SLACK_SIGNING_SECRET',
  'METADATA_BASE_URL',
  'CHAINGUARD_ORG_ID',
  'CHAINGUARD_TOKEN',
  'CHAINGUARD_IDENTITY',
  'CHAINGUARD_API_URL',
  'CHAINGUARD_API_STYLE',
  'CHATOPS_API_KEY',
  'CHATOPS_RBAC_JSON',
  'CHATOPS_RBAC_FILE',
  'CHATOPS_IP_ALLOWLIST',
  'ENABLE_SCHEDULER',
  'CHATOPS_SCHEDULES_FILE',
  'GITHUB_WEBHOOK_SECRET',
  'GITLAB_WEBHOOK_TOKEN',
  'DISCORD_WEBHOOK_URL',
  'SOCKET_SLACK_CONFIG_JSON',
  'SOCKET_SLACK_BOT_TOKEN',
  'INTENTS_DIR',
  'APPROVED_LABEL',
  'TRUSTED_PROXIES',
  'SMTP_URL',
] as const;

const variables = z.object({
  SLACK_TRANSPORT: z
    .enum(['socket', 'http'], { error: 'expected socket or http' })
    .default('socket')
    .refine((transport) => transport === 'socket', {
      error: 'http is not available in this version; leave it out or set it to socket',
    }),
  SLACK_BOT_TOKEN: required(/^xoxb-\S+$/, 'a bot token, which begins with xoxb-'),
  SLACK_APP_TOKEN: required(/^xapp-\S+$/, 'an app-level token, which begins with xapp-'),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected a URL' })
    .default('https://slack.com/api/'),
  SLACK_SOCKET_CONNECTIONS: wholeNumber(1, 10, 2),
  APPROVAL_CHANNEL_ID: channelId,
  NOTIFY_CHANNEL_ID: channelId.optional(),
  ADMIN_USER_IDS: list.pipe(z.array(userId)),
  AUTO_APPROVE_TEAMS: list,
  ORCHESTRATOR_LAMBDA_ARN: arn.optional(),
  IP_WHITELIST_LAMBDA_ARN: arn.optional(),
  IMAGE_PROVISIONER_LAMBDA_ARN: arn.optional(),
  CHAINGUARD_ORG_NAME: z.string().optional(),
  AUDIT_FILE: z.string().default('data/ledger.jsonl'),
  AUDIT_HMAC_KEY: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
  CONFIG_FILE: z.string().optional(),
  POLICY_DIR: z.string().optional(),
  HTTP_HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 3_000),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'expected debug, info, warn or error' })
    .default('info'),
});

/** Everything that the daemon is told from outside, checked. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly appToken: string;
    readonly apiUrl: string;
    readonly connections: number;
    readonly approvalChannel: string;
    readonly notifyChannel: string;
  };
  readonly adminUsers: readonly string[];
  readonly autoApproveTeams: readonly string[];
  /** Undefined: the function's commands answer that they are not configured. */
  readonly functionArns: {
    readonly orchestrator: string | undefined;
    readonly 'ip-whitelist': string | undefined;
    readonly 'image-provisioner': string;
  };
  readonly organisation: string | undefined;
  readonly ledger: { readonly path: string; readonly hmacKey: string | undefined };
  readonly policyDirectory: string | undefined;
  readonly http: { readonly host: string; readonly port: number };
  /** The way out to Slack; undefined: directly. */
  readonly proxy: ProxySettings | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly file: ConfigFile;
  /** What is not wrong, but not what somebody may think either; for the log. */
  readonly warnings: readonly string[];
  /** The values that must never be seen anywhere. */
  readonly secrets: readonly string[];
}

type Variables = z.infer<typeof variables>;

const warningsOf = (set: Environment, values: Variables, file: ConfigFile): readonly string[] => [
  ...unused
    .filter((name) => name in set)
    .map((name) => `${name} is set, but this version has no use for it`),
  ...values.AUTO_APPROVE_TEAMS.filter((team) => !Object.hasOwn(file.teams, team)).map(
    (team) => `AUTO_APPROVE_TEAMS names ${team}, but no such team is in the configuration file`,
  ),
];

const toConfig = (
  values: Variables,
  provisioner: string,
  file: ConfigFile,
  proxy: ProxySettings | undefined,
  warnings: readonly string[],
): Config => ({
  warnings,
  proxy,
  slack: {
    botToken: values.SLACK_BOT_TOKEN,
    appToken: values.SLACK_APP_TOKEN,
    apiUrl: values.SLACK_API_URL.endsWith('/') ? values.SLACK_API_URL : `${values.SLACK_API_URL}/`,
    connections: values.SLACK_SOCKET_CONNECTIONS,
    approvalChannel: values.APPROVAL_CHANNEL_ID,
    notifyChannel: values.NOTIFY_CHANNEL_ID ?? values.APPROVAL_CHANNEL_ID,
  },
  adminUsers: values.ADMIN_USER_IDS,
  autoApproveTeams: values.AUTO_APPROVE_TEAMS,
  functionArns: {
    orchestrator: values.ORCHESTRATOR_LAMBDA_ARN,
    'ip-whitelist': values.IP_WHITELIST_LAMBDA_ARN,
    'image-provisioner': provisioner,
  },
  organisation: values.CHAINGUARD_ORG_NAME,
  ledger: { path: values.AUDIT_FILE, hmacKey: values.AUDIT_HMAC_KEY },
  policyDirectory: values.POLICY_DIR,
  http: { host: values.HTTP_HOST, port: values.PORT },
  logLevel: values.LOG_LEVEL,
  file,
  secrets: [
    values.SLACK_BOT_TOKEN,
    values.SLACK_APP_TOKEN,
    values.AUDIT_HMAC_KEY,
    ...proxySecrets(proxy),
  ].filter((secret) => secret !== undefined),
});

const defaultConfigFile = 'quartermaster.yaml';

/** Where the configuration file is: as said, or in the working directory if one is there. */
const configPath = (named: string | undefined): string | undefined =>
  named ?? (existsSync(defaultConfigFile) ? defaultConfigFile : undefined);

/** Reads the whole configuration; every problem at once, each as one line that names its variable or key. */
export const readConfig = (environment: Environment): Result<Config, readonly string[]> => {
  // An empty variable is what a deployment template leaves of one that is not wanted.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(set);
  const file = readConfigFile(configPath(set['CONFIG_FILE']));
  const proxy = readProxy(set);
  const provisioner = set['IMAGE_PROVISIONER_LAMBDA_ARN'];
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
    ...notYet
      .filter((name) => name in set)
      .map((name) => `${name}: is not available in this version; unset it`),
    ...(provisioner === undefined
      ? [
          'IMAGE_PROVISIONER_LAMBDA_ARN: is not set; this version needs the image provisioner as a function',
        ]
      : []),
    ...(proxy.ok ? [] : proxy.error),
    ...(file.ok ? [] : file.error),
  ];
  if (
    !parsed.success ||
    !file.ok ||
    !proxy.ok ||
    provisioner === undefined ||
    problems.length > 0
  ) {
    return fail(problems);
  }
  const warnings = warningsOf(set, parsed.data, file.value);
  return succeed(toConfig(parsed.data, provisioner, file.value, proxy.value, warnings));
};
