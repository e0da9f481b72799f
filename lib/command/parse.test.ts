import { describe, expect, it } from '@jest/globals';
import { parse, parseLine } from './parse.ts';
import type { Parsed } from './parsed.ts';
import { requestImage, sampleGrammar, whitelistAdd } from './sample-grammar.fixture.ts';

const read = (line: string): Parsed => parseLine(sampleGrammar, line);

/** The parsed command with its spec by name. */
const summary = (line: string): unknown => {
  const parsed = read(line);
  return 'spec' in parsed ? { ...parsed, spec: parsed.spec.name } : parsed;
};

describe('a command of which everything is given', () => {
  const ml = { image: 'python:latest-dev', justification: 'ML pipeline' };
  it.each([
    ['infra status', 'infra status', { environment: 'dev' }, false],
    ['/infra status prod', 'infra status', { environment: 'prod' }, false],
    ['  /INFRA Status PROD ', 'infra status', { environment: 'prod' }, false],
    ['/infra status "prod"', 'infra status', { environment: 'prod' }, false],
    [
      '/infra teardown --level=full dev',
      'infra teardown',
      { environment: 'dev', level: 'full' },
      false,
    ],
    [
      '/infra --dry-run teardown',
      'infra teardown',
      { environment: 'dev', level: 'services' },
      true,
    ],
    [
      '/infra teardown --dry-run dev --dry-run',
      'infra teardown',
      { environment: 'dev', level: 'services' },
      true,
    ],
    [
      '/infra whitelist add 1.2.3.4/32 prod',
      'infra whitelist add',
      { ip: '1.2.3.4/32', environment: 'prod' },
      false,
    ],
    [
      'infra whitelist add 1.2.3.4/32',
      'infra whitelist add',
      { ip: '1.2.3.4/32', environment: 'dev' },
      false,
    ],
    ['/request-image list', 'request-image list', {}, false],
    ['/request-image status req-abc123', 'request-image status', { id: 'req-abc123' }, false],
    ['/request-image python:latest-dev --justification "ML pipeline"', 'request-image', ml, false],
    ['/request-image --justification "ML pipeline" python:latest-dev', 'request-image', ml, false],
    ['/request-image python:latest-dev –JUSTIFICATION=“ML pipeline”', 'request-image', ml, false],
    ['/request-image python:latest-dev --justification= "ML pipeline"', 'request-image', ml, false],
    [
      '/request-image python:latest-dev --justification "ML pipeline" --name 1.10',
      'request-image',
      { ...ml, name: '1.10' },
      false,
    ],
    [
      '/request-image static --justification "ML pipeline"',
      'request-image',
      { ...ml, image: 'static' },
      false,
    ],
    [
      '/request-image 007 --justification "--name"',
      'request-image',
      { image: '007', justification: '--name' },
      false,
    ],
    [
      String.raw`/request-image "--x" --justification "\"quoted\"" --dry-run`,
      'request-image',
      { image: '--x', justification: '"quoted"' },
      true,
    ],
    [
      '/request-image __proto__ --justification "first\nsecond = third"',
      'request-image',
      { image: '__proto__', justification: 'first\nsecond = third' },
      false,
    ],
    [
      '/request-image -5 --justification -1.10',
      'request-image',
      { image: '-5', justification: '-1.10' },
      false,
    ],
  ])('is understood: %s', (line, spec, values, dryRun) => {
    expect(summary(line)).toStrictEqual({ kind: 'command', spec, values, dryRun });
  });

  it('is the same as the text behind its slash command', () => {
    const values = { environment: 'prod' };
    expect(parse(sampleGrammar, '/infra', 'status prod')).toMatchObject({
      kind: 'command',
      values,
    });
    expect(parse(sampleGrammar, 'infra', ' status prod')).toMatchObject({
      kind: 'command',
      values,
    });
  });

  it('carries the declaration', () => {
    expect(read('/infra whitelist add 1.2.3.4')).toMatchObject({ spec: whitelistAdd });
  });
});

describe('a command of which something is missing', () => {
  it.each([
    ['/request-image', {}, ['image', 'justification'], false],
    ['/request-image --dry-run', {}, ['image', 'justification'], true],
    ['/request-image python:1', { image: 'python:1' }, ['justification'], false],
    ['/request-image nginx', { image: 'nginx' }, ['justification'], false],
    ['/request-image "stauts"', { image: 'stauts' }, ['justification'], false],
    ['/request-image "status"', { image: 'status' }, ['justification'], false],
    ['/request-image "help"', { image: 'help' }, ['justification'], false],
    ['/request-image stauts:1', { image: 'stauts:1' }, ['justification'], false],
    ['/request-image stauts --name x', { image: 'stauts', name: 'x' }, ['justification'], false],
    ['/request-image --name x', { name: 'x' }, ['image', 'justification'], false],
    ['/request-image dney', { image: 'dney' }, ['justification'], false],
  ])('is incomplete: %s', (line, given, missing, dryRun) => {
    expect(read(line)).toEqual({
      kind: 'incomplete',
      spec: requestImage,
      given,
      missing,
      dryRun,
    });
  });
});

describe('help', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['help', ''],
    ['help infra', 'infra'],
    ['/infra', 'infra'],
    ['/infra HELP', 'infra'],
    ['/infra --help', 'infra'],
    ['/infra --dry-run', 'infra'],
    ['/infra help status', 'infra status'],
    ['/infra help whitelist add', 'infra whitelist add'],
    ['/infra help nothing', 'infra'],
    ['/infra whitelist', 'infra whitelist'],
    ['/infra status help', 'infra status'],
    ['/infra status –help', 'infra status'],
    ['/infra --help status', 'infra status'],
    ['/infra stauts --help', 'infra'],
    ['/request-image help', 'request-image'],
    ['/request-image x y --nope --help', 'request-image'],
    ['/request-image --justification --help', 'request-image'],
  ])('is found by %j', (line, topic) => {
    expect(read(line)).toEqual({ kind: 'help', topic });
  });
});
