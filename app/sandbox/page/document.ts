import { html } from 'hono/html';
import type { DaemonProcess } from '../daemon-process.ts';
import type { LedgerRow } from '../read-ledger.ts';
import { styleSheets } from './assets.ts';
import { renderComposer, renderConversation } from './conversation-view.ts';
import type { Html } from './html.ts';
import { renderBanner, renderInside } from './inside-view.ts';
import { renderModal } from './modal-view.ts';
import { renderSidebar } from './sidebar-view.ts';
import type { Unread } from './unread.ts';
import { titleOf, type Visit } from './visit.ts';

/** What a page is rendered from, besides the visit. */
export interface DocumentSources {
  readonly daemon: Pick<DaemonProcess, 'state' | 'lines'>;
  readonly ledger: () => readonly LedgerRow[];
  readonly unread: Unread;
}

/**
 * The whole page of a visit. The script exchanges the contents of the elements with these ids: sidebar, banner,
 * conversation, notice, inside and modal.
 */
export const renderDocument = (
  visit: Visit,
  { daemon, ledger, unread }: DocumentSources,
  notice = '',
): Html => {
  const state = daemon.state();
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${titleOf(visit.channel)} · ${visit.person.name} · Quartermaster sandbox</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
    ${styleSheets.map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
    <script src="/assets/page.js" type="module"></script>
    <script src="/assets/search.js" type="module"></script>
  </head>
  <body class="${visit.inside === undefined ? '' : 'has-inside'}">
    <div id="sidebar">${renderSidebar(visit, unread, state)}</div>
    <main>
      <div id="banner">${renderBanner(visit, state)}</div>
      <div id="conversation">${renderConversation(visit)}</div>
      <div id="notice" role="status">${notice === '' ? '' : html`<p>${notice}</p>`}</div>
      ${renderComposer(visit)}
    </main>
    <aside id="inside" aria-label="Inside the daemon">${renderInside(visit, ledger, daemon)}</aside>
    <div id="modal">${renderModal(visit)}</div>
  </body>
</html>`;
};
