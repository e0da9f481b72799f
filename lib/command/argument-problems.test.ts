import { describe, expect, it } from '@jest/globals';
import { createGrammar } from './grammar.ts';
import { parseLine } from './parse.ts';
import type { Parsed } from './parsed.ts';
import { deny, sampleGrammar, teardown } from './sample-grammar.fixture.ts';

const read = (line: string): Parsed => parseLine(sampleGrammar, line);

const requestUsage =
  '/request-image <image> --justification "<reason>" [--name <name>] [--dry-run]';
const teardownUsage = '/infra teardown [env] [--level <level>] [--dry-run]';

describe('arguments that cannot be taken', () => {
  it.each([
    ['/request-image py:1 --nme x', '/request-image has no option --nme. Did you mean --name?'],
    [
      '/request-image py:1 --constructor x',
      '/request-image has no option --constructor. Its options: --justification, --name, --dry-run.',
    ],
    [
      '/request-image py:1 --no-name',
      '/request-image has no option --no-name. Its options: --justification, --name, --dry-run.',
    ],
    [
      '/request-image py:1 --name.first x',
      '/request-image has no option --name.first. Its options: --justification, --name, --dry-run.',
    ],
    [
      '/request-image py:1 --image x',
      '/request-image has no option --image. Its options: --justification, --name, --dry-run.',
    ],
    [
      '/request-image py:1 --dryrun',
      '/request-image has no option --dryrun. Did you mean --dry-run?',
    ],
    [
      '/request-image py:1 --image',
      '/request-image has no option --image. Its options: --justification, --name, --dry-run.',
    ],
    ['/request-image py:1 --name', '--name needs a value. Write --name <name>.'],
    [
      '/request-image py:1 --justification --name x',
      '--justification needs a value. Write --justification "<reason>".',
    ],
    [
      '/request-image py:1 --justification --dry-run because',
      '--justification needs a value. Write --justification "<reason>".',
    ],
    ['/request-image py:1 --name x --name=x', '--name is given more than once. Give it once.'],
    ['/request-image py:1 --dry-run=x', '--dry-run takes no value. Write it alone.'],
    [
      '/request-image py:1 --justification Need for ML --name x',
      `'for' is one word too many. Put several words in quotes: --justification "Need for ML"`,
    ],
    [
      '/request-image --name x py:1 --justification Need "for" ML',
      `'for' is one word too many. Put several words in quotes: --justification "Need for ML"`,
    ],
    [
      '/request-image py:1 two three --name x',
      `'two' is one word too many. Put several words in quotes: "py:1 two three"`,
    ],
    [
      '/request-image --dry-run py:1 two',
      `'two' is one word too many. Put several words in quotes: "py:1 two"`,
    ],
    ['/request-image py:1 --name 1_0', 'A custom name looks like python-ml.'],
    [
      '/request-image py:1 --justification ab',
      'Justification: Write at least 3 characters; this has 2.',
    ],
    [
      '/request-image py:1 --justification ab --name _',
      'Justification: Write at least 3 characters; this has 2. A custom name looks like python-ml.',
    ],
    [
      '/request-image py:1 --justification "ab c',
      'The quotation that starts at "ab c is never closed. Put " after its last word.',
    ],
  ])('are explained: %s', (line, problem) => {
    expect(read(line)).toEqual({ kind: 'unparsable', problem, usage: [requestUsage] });
  });

  it('do not ask for quotes around words where only a choice stands between them', () => {
    const { environment } = teardown.args;
    const { reason } = deny.args;
    const args = environment && reason && { environment, reason: { ...reason, required: false } };
    const grammar = createGrammar(args === undefined ? [] : [{ ...teardown, args }]);
    expect(parseLine(grammar, '/infra teardown dev now')).toMatchObject({
      problem: "'now' is one word too many. Leave it out.",
    });
  });

  it.each([
    [
      '/infra status nowhere',
      "Unknown environment 'nowhere'. Environments: dev, staging, prod.",
      '/infra status [env]',
    ],
    ['/infra status dev x', "'x' is one word too many. Leave it out.", '/infra status [env]'],
    [
      '/infra whitelist add 1.2.3.4 dev x',
      `'x' is one word too many. Put several words in quotes: "1.2.3.4 dev x"`,
      '/infra whitelist add <ip> [env]',
    ],
    ['/request-image list x', "'x' is one word too many. Leave it out.", '/request-image list'],
    [
      '/infra status --dry-run',
      '/infra status has no option --dry-run. It takes no options.',
      '/infra status [env]',
    ],
    [
      '/infra teardown --level ful',
      "Unknown level 'ful'. Did you mean 'full'? Levels: services, full.",
      teardownUsage,
    ],
    [
      '/infra whitelist add here',
      'An address looks like 1.2.3.4.',
      '/infra whitelist add <ip> [env]',
    ],
  ])('are explained with the usage of their command: %s', (line, problem, usage) => {
    expect(read(line)).toEqual({ kind: 'unparsable', problem, usage: [usage] });
  });
});
