import type { LambdaEndpoint } from './lambda/lambda-endpoint.ts';
import type { StateFolder } from './state-folder.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What the daemon of a sandbox talks to and writes to. */
export interface DaemonSurroundings {
  readonly workspace: Pick<Workspace, 'apiUrl' | 'botToken' | 'appToken'>;
  readonly lambda: Pick<LambdaEndpoint, 'url' | 'arnOf'>;
  readonly folder: StateFolder;
  /** The search path for programs, from the sandbox's own environment. */
  readonly path: string | undefined;
}

/** The organisation of the simulated registry: `cgr.dev/acme.com/…`. */
export const organization = 'acme.com';

/**
 * The whole environment of the daemon. It is made from nothing, with the state folder as home: so neither tokens nor AWS
 * profiles of the person who runs the sandbox can reach the daemon.
 */
export const daemonEnvironment = ({
  workspace,
  lambda,
  folder,
  path,
}: DaemonSurroundings): Readonly<Record<string, string>> => ({
  ...(path === undefined ? {} : { PATH: path }),
  HOME: folder.path,
  SLACK_BOT_TOKEN: workspace.botToken,
  SLACK_APP_TOKEN: workspace.appToken,
  SLACK_API_URL: workspace.apiUrl,
  APPROVAL_CHANNEL_ID: 'C0APPROVALS',
  NOTIFY_CHANNEL_ID: 'C0PLATFORM',
  ADMIN_USER_IDS: 'U0ALICE,U0AMIR',
  ORCHESTRATOR_LAMBDA_ARN: lambda.arnOf('orchestrator'),
  IMAGE_PROVISIONER_LAMBDA_ARN: lambda.arnOf('image-provisioner'),
  IP_WHITELIST_LAMBDA_ARN: lambda.arnOf('ip-whitelist'),
  CHAINGUARD_ORG_NAME: organization,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL_LAMBDA: lambda.url,
  AWS_ACCESS_KEY_ID: 'sandbox-not-a-key',
  AWS_SECRET_ACCESS_KEY: 'sandbox-not-a-secret',
  AWS_EC2_METADATA_DISABLED: 'true',
  // It would stand among the daemon's last words whenever it ends.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AUDIT_FILE: folder.ledger,
  CONFIG_FILE: folder.config,
  PORT: '0',
});
