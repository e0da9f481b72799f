/** A command that the composer offers. */
export interface CommandHint {
  readonly command: string;
  readonly summary: string;
}

/** What one can type, as it is offered after a slash. */
export const commandHints: readonly CommandHint[] = [
  { command: '/request-image', summary: 'opens the form for an image' },
  {
    command: '/request-image python:latest-dev --justification "Need for ML training"',
    summary: 'requests an image',
  },
  { command: '/request-image list', summary: 'shows your requests' },
  { command: '/request-image help', summary: 'says what else there is' },
  { command: '/infra status dev', summary: 'shows what runs' },
  {
    command: "/infra whitelist add 1.2.3.4 --ttl=7d --description='Home office'",
    summary: 'lets an address in',
  },
  { command: '/infra whitelist list', summary: 'shows who is let in' },
];
