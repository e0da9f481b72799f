import { html } from 'hono/html';
import type { SeenMessage } from '../workspace/people/seen-message.ts';
import { commandHints } from './command-hints.ts';
import type { Html } from './html.ts';
import { renderMessage } from './message-view.ts';
import { type InsideTab, pathOf, titleOf, type Visit } from './visit.ts';

/** How long one author's messages are shown under one name, in seconds. */
const together = 300;

const continues = (message: SeenMessage, before: SeenMessage | undefined): boolean =>
  before !== undefined &&
  before.from === message.from &&
  before.threadTs === message.threadTs &&
  !before.ephemeral &&
  !message.ephemeral &&
  Number(message.ts) - Number(before.ts) < together;

/** Replies stand beneath what they reply to, if that is there. */
const inThreads = (messages: readonly SeenMessage[]): readonly SeenMessage[] => {
  const isReply = ({ ts, threadTs }: SeenMessage): boolean =>
    threadTs !== undefined && threadTs !== ts && messages.some((other) => other.ts === threadTs);
  return messages
    .filter((message) => !isReply(message))
    .flatMap((root) => [
      root,
      ...messages.filter((message) => isReply(message) && message.threadTs === root.ts),
    ]);
};

const insideLink = (visit: Visit, tab: InsideTab, words: string): Html => {
  const isOpen = visit.inside === tab;
  return html`<a
    class="tab"
    href="${pathOf({ ...visit, inside: isOpen ? undefined : tab })}"
    ${isOpen ? html`aria-current="true"` : ''}
  >${words}</a>`;
};

const membersOf = ({ workspace, channel, person }: Visit): string => {
  const others = workspace.people().filter(({ id }) => channel.members.has(id));
  return channel.kind === 'im'
    ? `between the app and ${person.name}`
    : others.map(({ name }) => name).join(', ');
};

/** The messages of the place, with its title, as the visitor sees them. */
export const renderConversation = (visit: Visit): Html => {
  const messages = inThreads(visit.person.reads(visit.channel.id));
  return html`<header class="conversation-head">
      <a class="to-sidebar" href="#sidebar" aria-label="People and channels">☰</a>
      <h1>${titleOf(visit.channel)}</h1>
      <span class="members">${membersOf(visit)}</span>
      <nav class="tabs" aria-label="Inside the daemon">
        ${insideLink(visit, 'ledger', 'Audit trail')} ${insideLink(visit, 'log', 'Daemon log')}
      </nav>
    </header>
    <div class="scroller" tabindex="-1">
      <div class="messages" role="log" aria-label="Messages">
        ${
          messages.length === 0
            ? html`<p class="nothing-yet">
                Nothing here yet. Type <kbd>/</kbd> below to see what you can ask for.
              </p>`
            : ''
        }
        ${messages.map((message, index) =>
          renderMessage(visit, message, continues(message, messages[index - 1])),
        )}
      </div>
    </div>`;
};

/** Where the visitor writes; a text that begins with a slash is a command. */
export const renderComposer = (visit: Visit): Html => {
  if (!visit.channel.members.has(visit.person.id)) {
    return html`<p class="composer read-only">You are not in this channel: you can only read.</p>`;
  }
  const label = `Message ${titleOf(visit.channel)}`;
  return html`<form class="composer" method="post" action="${pathOf(visit, '/message')}">
    <ul id="commands" aria-label="Commands" hidden>
      ${commandHints.map(
        ({ command, summary }) =>
          html`<li><button type="button" data-command="${command}"><code>${command}</code> ${summary}</button></li>`,
      )}
    </ul>
    <textarea
      id="composer"
      name="text"
      rows="1"
      aria-label="${label}"
      placeholder="${label}"
      autocomplete="off"
      autofocus
    ></textarea>
    <button class="button send" aria-label="Send">➤</button>
  </form>`;
};
