import { describe, expect, it } from '@jest/globals';
import { createGrammar } from './grammar.ts';
import { helpFor } from './help.ts';
import { deny, sampleGrammar, sampleSpecs } from './sample-grammar.fixture.ts';
import { usageOf, usageOfArgument } from './usage.ts';

const quotes = 'Put values of several words in quotes.';
const more = 'Add --help to a command to see its arguments.';
const dryRun = 'Add --dry-run where it is shown to see what would happen; it changes nothing.';

const usagesFor = (topic: string): readonly string[] =>
  helpFor(sampleGrammar, topic).entries.map(({ usage }) => usage);

describe('helpFor', () => {
  it('explains a command and its arguments', () => {
    expect(helpFor(sampleGrammar, 'infra teardown')).toEqual({
      title: '/infra teardown',
      entries: [
        {
          usage: '/infra teardown [env] [--level <level>] [--dry-run]',
          summary: 'Teardown infrastructure (Tier 2)',
          example: '/infra teardown dev --level=full',
          arguments: [
            {
              usage: '[env]',
              hint: 'Which environment',
              default: 'dev',
              choices: ['dev', 'staging', 'prod'],
            },
            {
              usage: '[--level <level>]',
              hint: 'How much of it',
              default: 'services',
              choices: ['services', 'full'],
            },
          ],
        },
      ],
      footer: [quotes, dryRun],
    });
  });

  it('lists the commands of a slash command with a line for each', () => {
    expect(helpFor(sampleGrammar, 'infra whitelist')).toEqual({
      title: '/infra whitelist',
      entries: [
        {
          usage: '/infra whitelist add <ip> [env]',
          summary: 'Add IP to whitelist',
          example: '/infra whitelist add 1.2.3.4',
          arguments: [],
        },
        {
          usage: '/infra whitelist list [env]',
          summary: 'List whitelisted IPs',
          example: '/infra whitelist list dev',
          arguments: [],
        },
      ],
      footer: [quotes, more],
    });
  });

  it('explains a slash command that is a command, and lists those below it', () => {
    const { entries, footer } = helpFor(sampleGrammar, 'request-image');
    expect(entries.map((each) => [each.usage, each.arguments])).toStrictEqual([
      [
        '/request-image <image> --justification "<reason>" [--name <name>] [--dry-run]',
        [
          { usage: '<image>', hint: 'The image and its tag' },
          { usage: '--justification "<reason>"', hint: 'Why you need it' },
          { usage: '[--name <name>]', hint: 'The name to provision it under' },
        ],
      ],
      ['/request-image status <request-id>', []],
      ['/request-image list', []],
    ]);
    expect(footer).toEqual([quotes, more, dryRun]);
  });

  it('lists everything that is not hidden where there is no topic', () => {
    expect(helpFor(sampleGrammar, '').title).toBe('Commands');
    expect(usagesFor('')).toEqual(
      sampleSpecs.filter((spec) => spec !== deny).map((spec) => usageOf(spec)),
    );
  });

  it('explains even what is hidden where it is asked for', () => {
    expect(usagesFor('request-image deny')).toEqual([
      '/request-image deny <request-id> --reason "<reason>"',
    ]);
  });

  it('gives the help of what it knows of an unknown topic', () => {
    expect(helpFor(sampleGrammar, 'infra nothing add').title).toBe('/infra');
    expect(helpFor(sampleGrammar, 'infra nothing status').title).toBe('/infra');
    expect(helpFor(createGrammar([]), 'infra')).toEqual({
      title: 'Commands',
      entries: [],
      footer: [quotes, more],
    });
  });
});

describe('usageOfArgument', () => {
  const arg = deny.args['reason'];

  it('puts a value in quotes whose example needs them', () => {
    expect(arg && usageOfArgument('why', { ...arg, placeholder: 'a b' })).toBe('--why "<why>"');
    expect(arg && usageOfArgument('why', { ...arg, placeholder: 'ab' })).toBe('--why <why>');
  });

  it('tells words from options, and what is required from what is not', () => {
    const word = arg && { ...arg, at: 'position' as const, placeholder: 'x' };
    expect(word && usageOfArgument('a', word)).toBe('<a>');
    expect(word && usageOfArgument('a', { ...word, required: false })).toBe('[a]');
    expect(word && usageOfArgument('a', { ...word, required: false, valueName: 'b' })).toBe('[b]');
  });
});

describe('usageOf', () => {
  it('puts words first, then what is required, then the rest', () => {
    const reason = deny.args['reason'];
    const id = deny.args['id'];
    const args = {
      ...(reason && { a: { ...reason, required: false }, b: reason }),
      ...(id && { c: id }),
    };
    expect(usageOf({ ...deny, args, dryRun: true })).toBe(
      '/request-image deny <request-id> --b "<b>" [--a "<a>"] [--dry-run]',
    );
  });
});
