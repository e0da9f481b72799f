import { html } from 'hono/html';
import type { DaemonState } from '../daemon-process.ts';
import type { Conversation, Member } from '../workspace/model/directory.ts';
import { renderAvatar } from './avatar.ts';
import type { Html } from './html.ts';
import type { Unread } from './unread.ts';
import { conversationsOf, pathOf, titleOf, type Visit } from './visit.ts';

const current = (is: boolean): Html => (is ? html`aria-current="page"` : html``);

const renderCount = (count: number): Html =>
  count === 0
    ? html``
    : html`<span class="count" aria-label="${`${count} unread`}">${count}</span>`;

const renderPerson = (visit: Visit, unread: Unread, member: Member): Html => {
  const person = visit.workspace.person(member.id);
  const places = conversationsOf(person);
  const channel = places.find(({ id }) => id === visit.channel.id) ?? places[0] ?? visit.channel;
  const isMe = member.id === visit.person.id;
  const count = isMe ? 0 : unread.total(person);
  return html`<li>
    <a href="${pathOf({ person, channel, inside: visit.inside })}" ${current(isMe)}>
      ${renderAvatar(member.id, member.realName)} <span class="label">${member.realName}</span>
      ${renderCount(count)}
    </a>
  </li>`;
};

const renderPlace = (visit: Visit, unread: Unread, channel: Conversation): Html => {
  const isHere = channel.id === visit.channel.id;
  const count = isHere ? 0 : unread.count(visit.person, channel.id);
  return html`<li>
    <a
      class="${count > 0 ? 'has-unread' : ''}"
      href="${pathOf({ person: visit.person, channel, inside: visit.inside })}"
      ${current(isHere)}
    >
      <span class="label">${titleOf(channel)}</span> ${renderCount(count)}
    </a>
  </li>`;
};

const stateWords = (state: DaemonState, sockets: number): string => {
  switch (state.kind) {
    case 'starting':
      return 'starting…';
    case 'ended':
      return 'not running';
    case 'ready':
      return `running, ${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`;
    default:
      return state satisfies never;
  }
};

/** Who one is, where one can go, and how the daemon is. */
export const renderSidebar = (visit: Visit, unread: Unread, state: DaemonState): Html => {
  const { workspace, person } = visit;
  const places = conversationsOf(person);
  const people = workspace
    .people()
    .filter(({ role, deactivated }) => role !== 'bot' && !deactivated);
  const listed = (kinds: (place: Conversation) => boolean): readonly Html[] =>
    places.filter(kinds).map((place) => renderPlace(visit, unread, place));
  return html`<div class="workspace-name">Quartermaster <small>sandbox</small>
      <a class="leave-sidebar" href="#conversation" aria-label="Back to the conversation">✕</a></div>
    <nav aria-label="You are">
      <h2>You are</h2>
      <ul>${people.map((member) => renderPerson(visit, unread, member))}</ul>
    </nav>
    <nav aria-label="Channels">
      <h2>Channels</h2>
      <ul>${listed(({ kind }) => kind !== 'im')}</ul>
    </nav>
    <nav aria-label="Direct messages">
      <h2>Direct messages</h2>
      <ul>${listed(({ kind }) => kind === 'im')}</ul>
    </nav>
    <p class="daemon-state state-${state.kind}">
      <span class="lamp" aria-hidden="true"></span> Daemon: ${stateWords(state, workspace.sockets.count)}
    </p>`;
};
