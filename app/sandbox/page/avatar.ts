import { html } from 'hono/html';
import type { Html } from './html.ts';

/** How many colours the style sheet has. */
const colours = 6;

const colourOf = (id: string): number =>
  Buffer.from(id).reduce((sum, byte) => (sum * 7 + byte) % 9_973, 7) % colours;

/** A square with the initials of somebody, in a colour of their own. */
export const renderAvatar = (id: string, name: string): Html => {
  const initials = name
    .split(/\s+/)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')
    .slice(0, 2);
  return html`<span class="avatar colour-${colourOf(id)}" aria-hidden="true">${initials}</span>`;
};
