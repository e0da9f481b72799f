import { describe, expect, it } from '@jest/globals';
import { formatCommand } from './format-command.ts';
import { deny, requestImage, teardown, whitelistAdd } from './sample-grammar.fixture.ts';

describe('formatCommand', () => {
  it.each([
    [teardown, {}, '/infra teardown'],
    [teardown, { environment: 'dev' }, '/infra teardown dev'],
    [teardown, { level: 'full', environment: 'dev' }, '/infra teardown dev --level full'],
    [teardown, { level: 'full' }, '/infra teardown --level full'],
    [teardown, { environment: 'Help' }, '/infra teardown "Help"'],
    [teardown, { constructor: 'x', unknown: 'y' }, '/infra teardown'],
    [whitelistAdd, { ip: '1.2.3.4', environment: 'help' }, '/infra whitelist add 1.2.3.4 help'],
    [
      deny,
      { id: 'req-abc123', reason: 'Use it' },
      '/request-image deny req-abc123 --reason "Use it"',
    ],
    [requestImage, { image: 'python:3.10' }, '/request-image python:3.10'],
    [requestImage, { image: 'python' }, '/request-image "python"'],
    [requestImage, { name: 'x' }, '/request-image --name x'],
  ])('writes the command %#', (spec, values, expected) => {
    expect(formatCommand(spec, values)).toBe(expected);
    expect(formatCommand(spec, values, true)).toBe(`${expected} --dry-run`);
  });

  it('writes the default of a word that was left out before a given one', () => {
    const { environment } = teardown.args;
    const { ip } = whitelistAdd.args;
    if (environment === undefined || ip === undefined) {
      throw new Error('the sample has changed');
    }
    const spec = { ...teardown, args: { environment, ip } };
    expect(formatCommand(spec, { ip: '1.2.3.4' })).toBe('/infra teardown dev 1.2.3.4');
    expect(formatCommand(whitelistAdd, { environment: 'dev' })).toBe('/infra whitelist add "" dev');
  });
});
