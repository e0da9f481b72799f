const user = { id: 'U0DANA', username: 'dana', name: 'dana', team_id: 'T0ACME' };
const team = { id: 'T0ACME', domain: 'acme' };
/** What every interactive payload says beside its own. */
export const interaction = {
  user,
  team,
  api_app_id: 'A0QUARTER',
  token: 'x',
  enterprise: null,
  is_enterprise_install: false,
};

/** A typed `/infra status dev`. */
export const typedCommand = {
  token: 'x',
  team_id: 'T0ACME',
  team_domain: 'acme',
  channel_id: 'C0GENERAL',
  channel_name: 'general',
  user_id: 'U0DANA',
  user_name: 'dana',
  command: '/infra',
  text: 'status dev',
  api_app_id: 'A0QUARTER',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T0ACME/1/x',
  trigger_id: '111.222.abc',
};

/** A click on a message's element; `more` takes the place of what it says. */
export const click = (action: object, more: object = {}) => ({
  ...interaction,
  type: 'block_actions',
  container: { type: 'message', message_ts: '1.2', channel_id: 'C0GENERAL' },
  trigger_id: '111.222.abc',
  channel: { id: 'C0GENERAL', name: 'general' },
  message: { ts: '1.2' },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/T0ACME/1/x',
  actions: [{ block_id: 'b', type: 'button', action_ts: '1605853645.582706', ...action }],
  ...more,
});

/** What a form for `/request-image deny` remembers. */
const memory = {
  operation: 'request-image deny',
  given: { id: 'req-abc123' },
  dryRun: false,
  channel: 'C0GENERAL',
};

/** A submitted form of ours; `view` takes the place of what its view says. */
export const submission = (view: object) => ({
  ...interaction,
  type: 'view_submission',
  trigger_id: '111.222.abc',
  view: {
    id: 'V1',
    type: 'modal',
    callback_id: 'form',
    private_metadata: JSON.stringify(memory),
    state: { values: {} },
    hash: '1.a',
    ...view,
  },
  response_urls: [],
});

/** A callback of the Events API around an event. */
export const callback = (inner: unknown) => ({
  token: 'x',
  team_id: 'T0ACME',
  api_app_id: 'A0QUARTER',
  type: 'event_callback',
  event_id: 'Ev01JZ2T7S3U',
  event_time: 1_610_927_831,
  authorizations: [],
  event: inner,
});
