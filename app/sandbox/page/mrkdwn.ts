import { html } from 'hono/html';
import { type Html, linkTo } from './html.ts';

/** What ids are called; undefined for unknown ones. */
export interface Names {
  person(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** What follows an opening mark and goes before its closing one: not blank at its ends, within one line. */
const within = (mark: string): string => `(?=\\S)([^${mark}\\n]+)(?<=\\S)`;

/** Code, angle brackets and the three emphases, each where Slack takes it for markup. */
const markup = new RegExp(
  [
    '```([\\s\\S]+?)```',
    '`([^`\\n]+)`',
    '<([^<>\\n]+)>',
    `(?<![\\w*])\\*${within('*')}\\*(?![\\w*])`,
    `(?<!\\w)_${within('_')}_(?!\\w)`,
    `(?<![\\w~])~${within('~')}~(?![\\w~])`,
  ].join('|'),
  'g',
);

/** Undoes the three escapes of Slack's wire. */
export const unescapeWire = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const mention = (words: string): Html => html`<span class="mention">${words}</span>`;

const renderAngle = (inner: string, names: Names): Html => {
  const [target = '', label] = inner.split('|', 2).map(unescapeWire);
  const id = target.slice(1);
  switch (target.charAt(0)) {
    case '@':
      return mention(`@${names.person(id) ?? label ?? id}`);
    case '#':
      return mention(`#${names.channel(id) ?? label ?? id}`);
    case '!':
      return mention(label ?? `@${id}`);
    default:
      return linkTo(target, label ?? target.replace(/^mailto:/, ''));
  }
};

/** Renders Slack's mrkdwn, as it stands on the wire. Line breaks stay: the place must show them. */
export const renderMrkdwn = (text: string, names: Names): Html => {
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(markup)) {
    const [whole, fence, code, angle, bold, italic, struck] = match;
    parts.push(html`${unescapeWire(text.slice(end, match.index))}`);
    if (fence !== undefined) {
      parts.push(html`<pre>${unescapeWire(fence)}</pre>`);
    } else if (code !== undefined) {
      parts.push(html`<code>${unescapeWire(code)}</code>`);
    } else if (angle !== undefined) {
      parts.push(renderAngle(angle, names));
    } else if (bold !== undefined) {
      parts.push(html`<strong>${renderMrkdwn(bold, names)}</strong>`);
    } else if (italic !== undefined) {
      parts.push(html`<em>${renderMrkdwn(italic, names)}</em>`);
    } else {
      parts.push(html`<s>${renderMrkdwn(struck ?? '', names)}</s>`);
    }
    end = match.index + whole.length;
  }
  return html`${parts}${unescapeWire(text.slice(end))}`;
};
