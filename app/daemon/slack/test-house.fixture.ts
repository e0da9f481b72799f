import type { SuggestionHandler } from '../../../lib/handle-suggestion.ts';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { createMemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import type { Incoming } from '../../../lib/operation/attempt.ts';
import type { Surface } from '../../../lib/operation/surface.ts';
import { line, replyOf } from '../../../lib/reply/reply.ts';
import { type Config, readConfig } from '../config.ts';
import { noSeams } from '../seams.ts';
import { eventually } from './eventually.fixture.ts';
import { createSlackHouse, type SlackHouse } from './slack-house.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

type Handle = (incoming: Incoming, surface: Surface) => Promise<void>;

/** Slack's side of the house in the demo workspace, with a flow that does what it is told. */
export interface TestHouse extends TestSlack {
  readonly house: SlackHouse;
  /** What was handed to the flow. */
  readonly handled: readonly Incoming[];
  /** What the flow does from now on; at first it says `done` inside the acknowledgement. */
  handleBy(handle: Handle): void;
  /** What is suggested from now on; at first nothing is. */
  suggestBy(suggest: SuggestionHandler): void;
  /** The types that the log names as unhandled. */
  unhandled(): readonly unknown[];
  /** Waits until so many payloads of this type were acknowledged. */
  acknowledged(type: string, count?: number): Promise<void>;
}

/** What the flow says. */
export const done = replyOf(line('Done.'));

const sayDone: Handle = (_, surface) => surface.acknowledge({ kind: 'reply', reply: done });

const suggestNothing: SuggestionHandler = async () => [];

/** The daemon's configuration for this workspace. */
const configFor = (workspace: TestSlack['workspace']): Config => {
  const read = readConfig({
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    SLACK_SOCKET_CONNECTIONS: '1',
    APPROVAL_CHANNEL_ID: 'C0APPROVALS',
    IMAGE_PROVISIONER_LAMBDA_ARN: 'provisioner',
  });
  if (!read.ok) {
    throw new Error(read.error.join('\n'));
  }
  return read.value;
};

/** How many acknowledgements this workspace got for payloads of this type. */
const countAcknowledged = (workspace: TestSlack['workspace'], type: string): number =>
  workspace
    .envelopes()
    .filter(({ payload }) => JSON.stringify(payload).includes(`"type":"${type}"`))
    .flatMap(({ acknowledgements }) => acknowledgements).length;

/** Starts a house with one socket; resolves when it listens. */
export const startTestHouse = async (): Promise<TestHouse> => {
  const slack = await startTestSlack();
  const { workspace, recorded } = slack;
  const handled: Incoming[] = [];
  let handle = sayDone;
  let suggest = suggestNothing;
  const house = createSlackHouse({
    config: configFor(workspace),
    opened: { ledger: createMemoryLedger({ clock: systemClock }), history: [], warnings: [] },
    clock: systemClock,
    log: recorded.log,
    seams: noSeams,
  });
  await house.greet();
  await house.listen(
    async (incoming, surface) => {
      handled.push(incoming);
      await handle(incoming, surface);
    },
    (typing) => suggest(typing),
  );
  return {
    ...slack,
    house,
    handled,
    handleBy: (next) => {
      handle = next;
    },
    suggestBy: (next) => {
      suggest = next;
    },
    unhandled: () => recorded.said('slack.unhandled').map(({ fields }) => fields['type']),
    acknowledged: (type, count = 1) =>
      eventually(
        () => countAcknowledged(workspace, type) >= count,
        `the acknowledgement of ${type}`,
      ),
    stop: async () => {
      await house.close();
      await slack.stop();
    },
  };
};
