import { describe, expect, it } from '@jest/globals';
import { createGrammar } from './grammar.ts';
import { parse, parseLine } from './parse.ts';
import type { Parsed } from './parsed.ts';
import { requestImage, sampleGrammar, whitelistAdd } from './sample-grammar.fixture.ts';

const read = (line: string): Parsed => parseLine(sampleGrammar, line);

const requestUsage =
  '/request-image <image> --justification "<reason>" [--name <name>] [--dry-run]';
const teardownUsage = '/infra teardown [env] [--level <level>] [--dry-run]';

describe('an unknown command', () => {
  const infraUsage = [
    '/infra status [env]',
    teardownUsage,
    '/infra whitelist add <ip> [env]',
    '/infra whitelist list [env]',
  ];

  it.each([
    ['/infra stauts', '/infra status'],
    ['/infra stauts prod', '/infra status prod'],
    ['/infra stauts nowhere', '/infra status'],
    ['/infra teardwon prod --level full --dry-run', '/infra teardown prod --level full --dry-run'],
    ['/infra --dry-run teardwon', '/infra teardown --dry-run'],
    ['/infra "stauts" "prod"', '/infra status "prod"'],
    ['/infra whitelsit addd 1.2.3.4', '/infra whitelist add 1.2.3.4'],
    ['/infra whitelsit', '/infra whitelist'],
    ['/infra teardwon --level="full"', '/infra teardown --level full'],
    ['/infra teardwon --level', '/infra teardown'],
  ])('is corrected with what follows it where that makes sense: %s', (line, suggestion) => {
    const word = /(?:--dry-run |")?(\w+)"?/.exec(line.slice('/infra '.length))?.[1];
    expect(read(line)).toEqual({
      kind: 'unparsable',
      problem: `There is no command '/infra ${word}'.`,
      suggestion,
      usage: infraUsage,
    });
  });

  it('is met with those there are where none is near', () => {
    expect(read('/infra frobnicate')).toEqual({
      kind: 'unparsable',
      problem: "There is no command '/infra frobnicate'. Commands: status, teardown, whitelist.",
      usage: infraUsage,
    });
    expect(read('/infra whitelist purge')).toMatchObject({
      problem: "There is no command '/infra whitelist purge'. Commands: add, list.",
    });
  });

  it('may be the slash command itself', () => {
    expect(read('/infar status prod')).toMatchObject({
      problem: "There is no command '/infar'.",
      suggestion: '/infra status prod',
    });
    expect(parse(sampleGrammar, '/constructor', '__proto__')).toMatchObject({
      problem: "There is no command '/constructor'. Commands: request-image, infra.",
    });
  });

  it('is asked for where an option stands in its place', () => {
    expect(read('/infra --level full')).toEqual({
      kind: 'unparsable',
      problem: 'Begin with a command: status, teardown, whitelist. Options follow it.',
      usage: infraUsage,
    });
  });

  it('may be an argument where the slash command is a command: both are shown', () => {
    expect(read('/request-image stauts req-abc123 --dry-run')).toEqual({
      kind: 'unparsable',
      problem:
        "There is no command '/request-image stauts'. If 'stauts' is meant as the image, " +
        'write: /request-image stauts --justification "<reason>"',
      suggestion: '/request-image status',
      usage: [requestUsage],
    });
    expect(read('/request-image lsit')).toMatchObject({ suggestion: '/request-image list' });
  });

  it('may be the first of several words that the command takes: only that one is explained', () => {
    const { ip, environment } = whitelistAdd.args;
    const args = ip && environment && { environment, ip: { ...ip, required: false } };
    const root = { ...requestImage, args: args ?? {} };
    const list = { ...requestImage, name: 'request-image list', args: {} };
    expect(parseLine(createGrammar([root, list]), '/request-image lsit')).toMatchObject({
      problem:
        "There is no command '/request-image lsit'. If 'lsit' is meant as the environment, " +
        'write: /request-image "lsit"',
    });
  });

  it('is to be put in quotes where no option tells that it is an argument', () => {
    const { image } = requestImage.args;
    const root = { ...requestImage, args: image === undefined ? {} : { image } };
    const list = { ...requestImage, name: 'request-image list', args: {} };
    const line = '/request-image lsit';
    expect(parseLine(createGrammar([root, list]), line)).toMatchObject({
      problem:
        "There is no command '/request-image lsit'. If 'lsit' is meant as the image, " +
        'write: /request-image "lsit"',
    });
    expect(parseLine(createGrammar([{ ...root, args: {} }, list]), line)).toMatchObject({
      problem: "There is no command '/request-image lsit'.",
      suggestion: '/request-image list',
    });
  });
});
