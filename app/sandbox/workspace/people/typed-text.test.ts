import { describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../demo-workspace.ts';
import { createChanges } from '../model/changes.ts';
import { createDirectory } from '../model/directory.ts';
import { toWireText } from './typed-text.ts';

const directory = createDirectory(demoWorkspace, createChanges());

describe('typed text', () => {
  it.each([
    ['@quartermaster help', '<@U0BOT> help'],
    ['ask @alice.', 'ask <@U0ALICE>.'],
    ['@nobody and #nowhere', '@nobody and #nowhere'],
    ['see #general', 'see <#C0GENERAL|general>'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['get python.org now', 'get <http://python.org|python.org> now'],
    ['https://example.com/a?b=c', '<https://example.com/a?b=c>'],
    ['mail dana@acme.com', 'mail <mailto:dana@acme.com|dana@acme.com>'],
    ['<@U0ALICE> is left alone', '<@U0ALICE> is left alone'],
    ['python:latest-dev 1.10 10.0.0.1/32', 'python:latest-dev 1.10 10.0.0.1/32'],
  ])('%s becomes %s on the wire', (typed, wire) => {
    expect(toWireText(typed, directory)).toBe(wire);
  });
});
