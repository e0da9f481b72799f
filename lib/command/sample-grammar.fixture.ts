import { option, position } from './arguments.ts';
import { createGrammar } from './grammar.ts';
import type { CommandSpec } from './spec.ts';
import { choice, pattern, requestId, text } from './value-types.ts';

const id = position({
  label: 'Request ID',
  hint: 'The id of the request',
  placeholder: 'req-abc123',
  valueName: 'request-id',
  value: requestId(),
});

const environment = position({
  label: 'Environment',
  hint: 'Which environment',
  placeholder: 'dev',
  valueName: 'env',
  default: 'dev',
  value: choice({ noun: 'environment', options: ['dev', 'staging', 'prod'] }),
});

const level = option({
  label: 'Level',
  hint: 'How much of it',
  placeholder: 'full',
  default: 'services',
  value: choice({ noun: 'level', options: ['services', 'full'] }),
});

const address = position({
  label: 'Address',
  hint: 'An IPv4 address',
  placeholder: '1.2.3.4',
  valueName: 'ip',
  value: pattern({
    shape: /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/,
    sentence: 'An address looks like 1.2.3.4.',
  }),
});

/** `/request-image` as tests know it: a command that has commands below it. */
export const requestImage: CommandSpec = {
  name: 'request-image',
  summary: 'Request a new image',
  example: '/request-image python:latest-dev --justification "ML pipeline"',
  dryRun: true,
  args: {
    image: position({
      label: 'Image',
      hint: 'The image and its tag',
      placeholder: 'python:latest-dev',
      value: text({ max: 100 }),
    }),
    justification: option({
      label: 'Justification',
      hint: 'Why you need it',
      placeholder: 'ML pipeline',
      valueName: 'reason',
      value: text({ min: 3, max: 500, multiline: true }),
    }),
    name: option({
      label: 'Custom name',
      hint: 'The name to provision it under',
      placeholder: 'python-ml',
      optional: true,
      value: pattern({ shape: /^[a-z0-9.-]+$/, sentence: 'A custom name looks like python-ml.' }),
    }),
  },
};

/** A command that only buttons use, with a word and a required option. */
export const deny: CommandSpec = {
  name: 'request-image deny',
  summary: 'Deny a request',
  example: '/request-image deny req-abc123 --reason "Use python:latest instead"',
  dryRun: false,
  hidden: true,
  args: {
    id,
    reason: option({
      label: 'Reason',
      hint: 'Why',
      placeholder: 'Use python:latest instead',
      value: text({ max: 500, multiline: true }),
    }),
  },
};

/** A command without required arguments. */
export const teardown: CommandSpec = {
  name: 'infra teardown',
  summary: 'Teardown infrastructure (Tier 2)',
  example: '/infra teardown dev --level=full',
  dryRun: true,
  args: { environment, level },
};

/** A command of two words behind the slash command, with an optional word. */
export const whitelistAdd: CommandSpec = {
  name: 'infra whitelist add',
  summary: 'Add IP to whitelist',
  example: '/infra whitelist add 1.2.3.4',
  dryRun: false,
  args: { ip: address, environment },
};

/** All of the commands that tests know, in the order of declaration. */
export const sampleSpecs: readonly CommandSpec[] = [
  requestImage,
  {
    name: 'request-image status',
    summary: 'Check request status',
    example: '/request-image status req-abc123',
    dryRun: false,
    args: { id },
  },
  {
    name: 'request-image list',
    summary: 'List your pending requests',
    example: '/request-image list',
    dryRun: false,
    args: {},
  },
  deny,
  {
    name: 'infra status',
    summary: 'Show infrastructure state',
    example: '/infra status dev',
    dryRun: false,
    args: { environment },
  },
  teardown,
  whitelistAdd,
  {
    name: 'infra whitelist list',
    summary: 'List whitelisted IPs',
    example: '/infra whitelist list dev',
    dryRun: false,
    args: { environment },
  },
];

/** The grammar of all of them. */
export const sampleGrammar = createGrammar(sampleSpecs);
