import { html } from 'hono/html';
import { optionsOf, wordsOf } from '../workspace/block-kit/controls.ts';
import { isJsonObject, type JsonObject, objectsAt, textAt } from '../workspace/json.ts';
import { slackbot } from '../workspace/model/messages.ts';
import type { SeenMessage } from '../workspace/people/seen-message.ts';
import { renderAvatar } from './avatar.ts';
import { type BlockSurroundings, renderBlocks } from './blocks-view.ts';
import { type Html, isSafeLink } from './html.ts';
import { renderMrkdwn } from './mrkdwn.ts';
import { namesIn, pathOf, type Visit } from './visit.ts';

const confirmationOf = ({ confirm }: JsonObject): string | undefined =>
  isJsonObject(confirm) ? `${wordsOf(confirm['title'])}\n\n${wordsOf(confirm['text'])}` : undefined;

const renderButton = (visit: Visit, message: SeenMessage, element: JsonObject): Html => {
  const label = wordsOf(element['text']);
  const actionId = textAt(element, 'action_id') ?? '';
  const url = textAt(element, 'url') ?? '';
  const look = `button ${textAt(element, 'style') ?? ''}`;
  if (isSafeLink(url)) {
    return html`<a class="${look}" href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`;
  }
  const isWarned = message.buttons.some(
    (button) => button.actionId === actionId && button.label === label && button.warning,
  );
  const confirmation = confirmationOf(element);
  return html`<form method="post" action="${pathOf(visit, '/click')}">
    <input type="hidden" name="ts" value="${message.ts}" />
    <button
      id="${`${message.ts}-${actionId}`}"
      class="${look}"
      name="label"
      value="${label}"
      ${confirmation === undefined ? '' : html`data-confirm="${confirmation}"`}
    >${label}</button>
    ${isWarned ? html`<span class="warning" role="alert" title="The click was not acknowledged">⚠️</span>` : ''}
  </form>`;
};

const renderMenu = (visit: Visit, message: SeenMessage, element: JsonObject): Html => {
  const label = wordsOf(element['placeholder']) || 'More actions';
  return html`<form method="post" action="${pathOf(visit, '/choose')}">
    <input type="hidden" name="ts" value="${message.ts}" />
    <input type="hidden" name="action" value="${textAt(element, 'action_id') ?? ''}" />
    <select name="value" aria-label="${label}">
      ${optionsOf(element).map(
        (option) =>
          html`<option value="${textAt(option, 'value') ?? ''}">${wordsOf(option['text'])}</option>`,
      )}
    </select>
    <button class="button">Choose</button>
  </form>`;
};

const renderAttachment = (attachment: JsonObject, surroundings: BlockSurroundings): Html => {
  const lines = ['pretext', 'title', 'text']
    .map((key) => textAt(attachment, key))
    .filter((line) => line !== undefined);
  return html`<div class="attachment">
    ${lines.map((line) => html`<div class="words">${renderMrkdwn(line, surroundings.names)}</div>`)}
    ${renderBlocks(objectsAt(attachment, 'blocks'), surroundings)}
  </div>`;
};

const renderContent = (visit: Visit, message: SeenMessage): Html => {
  const names = namesIn(visit.workspace);
  const surroundings: BlockSurroundings = {
    names,
    control: (element) =>
      element['type'] === 'button'
        ? renderButton(visit, message, element)
        : renderMenu(visit, message, element),
    input: () => html``,
  };
  const hasBlocks = message.blocks.length > 0;
  return html`${
    hasBlocks || message.text === ''
      ? renderBlocks(message.blocks, surroundings)
      : html`<div class="words">${renderMrkdwn(message.text, names)}</div>`
  }${message.attachments.map((attachment) => renderAttachment(attachment, surroundings))}`;
};

/** Hours and minutes of a ts, in the zone of the machine that the sandbox runs on. */
const timeOf = (ts: string): string =>
  new Date(Number(ts) * 1_000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const authorOf = ({ workspace }: Visit, { from, fromName }: SeenMessage) => {
  const member = workspace.people().find(({ id }) => id === from);
  return {
    name: member?.realName ?? (from === slackbot ? 'Slackbot' : fromName),
    isApp: member?.role === 'bot',
  };
};

/** One message as the visitor sees it; one that follows another of its author has no name of its own. */
export const renderMessage = (visit: Visit, message: SeenMessage, isContinued: boolean): Html => {
  const { name, isApp } = authorOf(visit, message);
  const classes = [
    'message',
    message.ephemeral ? 'ephemeral' : '',
    isContinued ? 'continued' : '',
    message.threadTs === undefined ? '' : 'reply',
  ];
  const time = timeOf(message.ts);
  return html`<article class="${classes.join(' ')}" aria-label="${`${name}, ${time}`}" data-ts="${message.ts}">
    ${renderAvatar(message.from, name)}
    <div class="message-body">
      ${message.ephemeral ? html`<div class="only-you">Only visible to you</div>` : ''}
      <div class="message-head">
        <span class="author">${name}</span>
        ${isApp ? html`<span class="badge">APP</span>` : ''}
        <time>${time}</time>
      </div>
      ${renderContent(visit, message)}
      ${message.edited ? html`<span class="edited">(edited)</span>` : ''}
    </div>
  </article>`;
};
