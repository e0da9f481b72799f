import { html } from 'hono/html';
import type { DaemonProcess, DaemonState } from '../daemon-process.ts';
import type { LedgerRow } from '../read-ledger.ts';
import { isJsonObject, type JsonObject, textAt } from '../workspace/json.ts';
import type { Html } from './html.ts';
import { pathOf, type Visit } from './visit.ts';

/** `2026-01-31T12:34:56.789Z` as `12:34:56`. */
const clockTime = (iso: string): string =>
  iso.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length);

const renderRow = ({ time, event, actor, stream, line }: LedgerRow): Html =>
  html`<tr title="${line}">
    <td><time datetime="${time}">${clockTime(time)}</time></td>
    <td><code>${event}</code><div class="stream">${stream}</div></td>
    <td class="actor">${actor}</td>
  </tr>`;

const renderLedger = (rows: readonly LedgerRow[]): Html =>
  html`<table aria-label="Audit trail">
    <thead><tr><th>UTC</th><th>Event</th><th>Actor</th></tr></thead>
    <tbody>${rows.toReversed().map(renderRow)}</tbody>
  </table>`;

const parse = (line: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
};

/** A line of the daemon: its time and event first, or as it is where it is no JSON. */
const renderLine = (line: string): Html => {
  const { timestamp, level, event, ...fields } = parse(line);
  if (typeof event !== 'string') {
    return html`<div class="log-line level-error">${line}</div>`;
  }
  const name = textAt({ level }, 'level') ?? '';
  const details = Object.keys(fields).length === 0 ? '' : JSON.stringify(fields);
  return html`<div class="log-line level-${name}">
    <time>${clockTime(textAt({ timestamp }, 'timestamp') ?? '')}</time> <b>${event}</b> ${details}
  </div>`;
};

const renderRestart = (visit: Visit): Html =>
  html`<form method="post" action="${pathOf(visit, '/restart')}">
    <button class="button">Restart daemon</button>
  </form>`;

/** The drawer beside the conversation, newest first; nothing where it is closed. */
export const renderInside = (
  visit: Visit,
  ledger: () => readonly LedgerRow[],
  daemon: Pick<DaemonProcess, 'lines'>,
): Html => {
  if (visit.inside === undefined) {
    return html``;
  }
  const isLedger = visit.inside === 'ledger';
  return html`<div class="inside-head">
      <h2>${isLedger ? 'Audit trail' : 'Daemon log'}</h2>
      ${isLedger ? '' : renderRestart(visit)}
      <a class="close" href="${pathOf({ ...visit, inside: undefined })}" aria-label="Close">✕</a>
    </div>
    <div class="inside-body" tabindex="0" aria-label="${isLedger ? 'Events' : 'Lines'}">
      ${isLedger ? renderLedger(ledger()) : daemon.lines().toReversed().map(renderLine)}
    </div>`;
};

/** Says that the daemon has ended, how, and offers to start it again; nothing while it lives. */
export const renderBanner = (visit: Visit, state: DaemonState): Html => {
  if (state.kind !== 'ended') {
    return html``;
  }
  const how =
    state.signal === null ? `exit code ${state.code ?? 'none'}` : `signal ${state.signal}`;
  return html`<div class="banner" role="alert">
    <p>The daemon is not running (${how}). Slack answers what you do with errors.</p>
    ${state.errors === '' ? '' : html`<pre>${state.errors}</pre>`}
    ${renderRestart(visit)}
  </div>`;
};
