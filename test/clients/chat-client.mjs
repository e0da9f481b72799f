/** A bot made with Vercel's Chat SDK; its Slack adapter finds address and tokens in the environment. */
import { createSlackAdapter } from '@chat-adapter/slack';
import { Actions, Button, Card, CardText, Chat, Modal, TextInput } from 'chat';
import { createChatMemory } from './chat-memory.mjs';

// Whoever started this may be gone.
setTimeout(() => process.exit(1), 60_000).unref();

const bot = new Chat({
  userName: 'quartermaster',
  adapters: { slack: createSlackAdapter({ mode: 'socket' }) },
  state: createChatMemory(),
  logger: 'warn',
  // Otherwise it drops what is said in a thread while it is still busy with the thread.
  concurrency: 'queue',
});

bot.onNewMention(async (thread, message) => {
  await thread.subscribe();
  await thread.post(`${message.author.fullName} said: ${message.text}`);
});

bot.onSubscribedMessage(async (thread) => {
  const told = [];
  for await (const { text } of thread.allMessages) {
    told.push(text);
  }
  await thread.post(`So far: ${told.join(' / ')}`);
});

bot.onSlashCommand('/greet', async ({ channel, user }) => {
  await channel.post(`Hello, ${user.fullName}!`);
});

bot.onSlashCommand('/order', async ({ channel }) => {
  await channel.post(
    Card({
      title: 'Order 12',
      children: [
        CardText('One image, hardened'),
        Actions([Button({ id: 'approve', label: 'Approve', style: 'primary', value: '12' })]),
      ],
    }),
  );
});

bot.onAction('approve', async ({ thread, user, value }) => {
  await thread.post(`${user.userName} approved ${value}`);
});

bot.onSlashCommand('/feedback', async (event) => {
  await event.openModal(
    Modal({
      callbackId: 'feedback',
      title: 'Send feedback',
      submitLabel: 'Send',
      children: [TextInput({ id: 'message', label: 'Your feedback' })],
    }),
  );
});

bot.onModalSubmit('feedback', async ({ values, user }) => {
  if (values.message.length < 3) {
    return { action: 'errors', errors: { message: 'Too short' } };
  }
  const thread = await bot.openDM(user.userId);
  await thread.post(`Feedback: ${values.message}`);
  return undefined;
});

await bot.initialize();
console.log(JSON.stringify({ event: 'ready' }));
