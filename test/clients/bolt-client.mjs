/** What Bolt's guides show a beginner, over Socket Mode: a greeting with a button, a command, a modal. */
import bolt from '@slack/bolt';

// Whoever started this may be gone.
setTimeout(() => process.exit(1), 60_000).unref();

const {
  SLACK_API_URL: slackApiUrl,
  SLACK_BOT_TOKEN: token,
  SLACK_APP_TOKEN: appToken,
} = process.env;

const app = new bolt.App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl } });

app.message('hello', async ({ message, say }) => {
  await say({
    text: `Hey there <@${message.user}>!`,
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `Hey there <@${message.user}>!` },
        accessory: {
          type: 'button',
          text: { type: 'plain_text', text: 'Click Me' },
          action_id: 'button_click',
        },
      },
    ],
  });
});

app.action('button_click', async ({ body, ack, say, respond }) => {
  await ack();
  await say(`<@${body.user.id}> clicked the button`);
  await respond({ text: 'Only you see this', response_type: 'ephemeral', replace_original: false });
});

app.event('app_mention', async ({ event, client }) => {
  const { user } = await client.users.info({ user: event.user });
  await client.chat.postMessage({
    channel: event.channel,
    thread_ts: event.ts,
    text: `You called, ${user.real_name}?`,
  });
});

app.command('/echo', async ({ command, ack, respond }) => {
  await ack();
  await respond(command.text);
});

app.command('/ticket', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'ticket',
      title: { type: 'plain_text', text: 'New ticket' },
      submit: { type: 'plain_text', text: 'Submit' },
      blocks: [
        {
          type: 'input',
          block_id: 'title',
          label: { type: 'plain_text', text: 'Title' },
          element: { type: 'plain_text_input', action_id: 'text' },
        },
      ],
    },
  });
});

app.view('ticket', async ({ ack, body, view, client }) => {
  const title = view.state.values.title.text.value;
  if (title.length < 5) {
    await ack({ response_action: 'errors', errors: { title: 'Say more' } });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `Ticket: ${title}` });
});

await app.start();
console.log(JSON.stringify({ event: 'ready' }));
