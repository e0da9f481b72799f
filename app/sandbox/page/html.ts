import { html } from 'hono/html';

/** A piece of the page; whatever text was put into it is escaped. */
export type Html = ReturnType<typeof html>;

/** Whether a link may lead there: the web and mail, never a script. */
export const isSafeLink = (target: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(target);

/** Words that lead somewhere outside, or only the words where the target is not a place to go. */
export const linkTo = (target: string, words: string): Html =>
  isSafeLink(target)
    ? html`<a href="${target}" target="_blank" rel="noopener noreferrer">${words}</a>`
    : html`${words}`;
