import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('asks for the usual port and a folder that is thrown away where nothing is said', () => {
    expect(readOptions([])).toEqual({
      ok: true,
      value: { port: undefined, keep: false, verbose: false, json: false, help: false },
    });
  });

  it('takes a port, 0 among them, and the switches', () => {
    expect(readOptions(['--port', '0', '--keep', '--json'])).toMatchObject({
      ok: true,
      value: { port: 0, keep: true, json: true, verbose: false },
    });
  });

  it.each([['--port=65536'], ['--port=-1'], ['--port=4e3'], ['--port=']])('refuses %s', (arg) => {
    expect(readOptions([arg])).toMatchObject({
      ok: false,
      error: expect.stringContaining('--port: expected a whole number from 0 to 65535'),
    });
  });

  it.each([['--prot=1'], ['-x'], ['now']])('names what it does not know: %s', (arg) => {
    const read = readOptions([arg]);
    expect(read).toMatchObject({
      ok: false,
      error: expect.stringContaining(arg.replace('=1', '')),
    });
  });
});
