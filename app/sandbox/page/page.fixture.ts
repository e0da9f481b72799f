import type { Hono } from 'hono';
import type { DaemonState } from '../daemon-process.ts';
import type { LedgerRow } from '../read-ledger.ts';
import { startTestApp, type TestApp } from '../workspace/test-app.fixture.ts';
import type { WorkspaceOptions } from '../workspace/workspace.ts';
import { createPage } from './page.ts';

/** The page over a workspace of its own. */
export interface PageSetting {
  readonly app: TestApp;
  readonly page: Hono;
  /** How often the page has started the daemon anew. */
  readonly restarts: () => number;
  /** The page at a path. */
  readonly look: (path: string) => Promise<string>;
  /** Sends a form as a browser does. */
  readonly send: (path: string, form: Readonly<Record<string, string>>) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

const ready: DaemonState = { kind: 'ready', url: 'http://127.0.0.1:1' };

/** Starts the demo workspace with Slack's own clients as its app, and the page over it. */
export const startPage = async ({
  options = {},
  state = ready,
  ledger = [],
  lines = [],
}: {
  readonly options?: Partial<WorkspaceOptions>;
  readonly state?: DaemonState;
  readonly ledger?: readonly LedgerRow[];
  readonly lines?: readonly string[];
} = {}): Promise<PageSetting> => {
  const app = await startTestApp(options);
  let restarts = 0;
  const page = createPage({
    workspace: app.workspace,
    daemon: {
      state: () => state,
      lines: () => lines,
      restart: () => {
        restarts += 1;
        return Promise.resolve(ready);
      },
      onChange: () => () => undefined,
    },
    ledger: () => ledger,
  });
  return {
    app,
    stop: () => app.stop(),
    page,
    restarts: () => restarts,
    look: async (path) => (await page.request(path)).text(),
    send: async (path, form) =>
      page.request(path, { method: 'POST', body: new URLSearchParams(form) }),
  };
};

/** Where Dana is in #general. */
export const dana = '/as/U0DANA/in/C0GENERAL';
/** Where Alice is in #general. */
export const alice = '/as/U0ALICE/in/C0GENERAL';

/** The blocks of a message with one button. */
export const card = (label: string) => [
  { type: 'section', text: { type: 'mrkdwn', text: '*Image:* `a &lt;script&gt;` by <@U0DANA>' } },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'go',
        style: 'primary',
        text: { type: 'plain_text', text: label },
        value: 'the value',
      },
    ],
  },
];
