import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';

/** The style sheets, in the order in which they must be loaded. */
export const styleSheets: readonly string[] = [
  'base.css',
  'sidebar.css',
  'conversation.css',
  'message.css',
  'inside.css',
  'modal.css',
  'narrow.css',
];

/** The files in `assets/` beside this module (the build copies them), with their media types. */
const files: readonly (readonly [name: string, type: string])[] = [
  ...styleSheets.map((name) => [name, 'text/css; charset=utf-8'] as const),
  ['page.js', 'text/javascript; charset=utf-8'],
  ['search.js', 'text/javascript; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
];

/** Serves the page's own files under `/assets/`. Throws if one is missing. */
export const addAssets = (page: Hono): void => {
  for (const [name, type] of files) {
    const contents = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');
    page.get(`/assets/${name}`, (context) =>
      context.body(contents, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
};
