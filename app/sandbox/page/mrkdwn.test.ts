import { describe, expect, it } from '@jest/globals';
import { renderMrkdwn } from './mrkdwn.ts';

const names = {
  person: (id: string) => (id === 'U1' ? 'Ann' : undefined),
  channel: (id: string) => (id === 'C1' ? 'general' : undefined),
};

const rendered = async (text: string): Promise<string> => String(await renderMrkdwn(text, names));

describe('renderMrkdwn', () => {
  it.each([
    [
      '*bold* and _leaning_ and ~gone~',
      '<strong>bold</strong> and <em>leaning</em> and <s>gone</s>',
    ],
    ['`code *as is*`', '<code>code *as is*</code>'],
    ['```two\nlines```', '<pre>two\nlines</pre>'],
    ['*by <@U1>*', '<strong>by <span class="mention">@Ann</span></strong>'],
    [
      '<#C1> <#C2|other>',
      '<span class="mention">#general</span> <span class="mention">#other</span>',
    ],
    ['<!here>', '<span class="mention">@here</span>'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['* not bold *', '* not bold *'],
  ])('renders %j', async (text, expected) => {
    await expect(rendered(text)).resolves.toBe(expected);
  });

  it('links to the web and to mail, and opens them elsewhere', async () => {
    await expect(rendered('<https://a.example/?x=1&amp;y=2|here>')).resolves.toBe(
      '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">here</a>',
    );
    await expect(rendered('<mailto:ann@a.example>')).resolves.toContain('>ann@a.example</a>');
  });

  it('does not link to scripts', async () => {
    await expect(rendered('<javascript:alert(1)|safe>')).resolves.toBe('safe');
  });

  it('undoes the escapes of the wire once, and escapes for the page', async () => {
    await expect(rendered('&lt;script&gt; &amp;amp; "')).resolves.toBe(
      '&lt;script&gt; &amp;amp; &quot;',
    );
    await expect(rendered('`&lt;b&gt;` <script>')).resolves.toBe('<code>&lt;b&gt;</code> script');
  });
});
