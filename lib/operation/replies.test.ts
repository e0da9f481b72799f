import { describe, expect, it } from '@jest/globals';
import { plainText } from '../reply/plain-text.ts';
import { line, type Reply, replyOf } from '../reply/reply.ts';
import type { Facts, RequestWording } from './operation.ts';
import { dryRunReply, errorReply, helpReply, unparsableReply } from './replies.ts';

const linesOf = (reply: Reply): readonly string[] => plainText(reply).split('\n');

const plain: RequestWording = {
  event: 'x',
  doneEvent: 'done',
  root: 'x',
  cardTitle: 'New X',
  noun: 'x',
  subject: () => 'x',
  subjectFields: () => [],
  detailFields: () => [],
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  resultFields: () => [],
};

describe('replies', () => {
  it('tell an error in one line, with the id where there is one', () => {
    expect(linesOf(errorReply('No room.', 'req-asked1'))).toEqual([
      'Error: No room.',
      '(req-asked1)',
    ]);
    expect(linesOf(errorReply(['No ', { code: 'room' }]))).toEqual(['Error: No room']);
    expect(errorReply('No room.')).toEqual(replyOf(line('Error: ', 'No room.')));
  });

  it('tell what is wrong with words, what was probably meant and how it is written', () => {
    expect(
      linesOf(
        unparsableReply({
          kind: 'unparsable',
          problem: "There is no command 'sttus'.",
          suggestion: '/infra status',
          usage: ['/infra status [env]', '/infra help'],
        }),
      ),
    ).toEqual([
      "Error: There is no command 'sttus'.",
      'Did you mean /infra status?',
      'Usage: /infra status [env]',
      'Usage: /infra help',
    ]);
    expect(linesOf(unparsableReply({ kind: 'unparsable', problem: 'No.', usage: [] }))).toEqual([
      'Error: No.',
    ]);
  });

  it('show a page of help with every argument, its choices and its default', () => {
    const entry = {
      usage: '/infra status [env]',
      summary: 'Show infrastructure state',
      example: '/infra status dev',
    };

    expect(
      linesOf(
        helpReply({
          title: '/infra',
          entries: [
            {
              ...entry,
              arguments: [
                { usage: '[env]', hint: 'Which', default: 'dev', choices: ['dev', 'prod'] },
                { usage: '--name <name>', hint: 'A name' },
              ],
            },
            { ...entry, arguments: [{ usage: '<id>', hint: 'An id' }] },
            { ...entry, arguments: [] },
          ],
          footer: ['Put values of several words in quotes.'],
        }),
      ),
    ).toEqual([
      '/infra',
      '/infra status [env]',
      '- [env] – Which: dev, prod (dev if left out)',
      '- --name <name> – A name',
      'Show infrastructure state. Example: /infra status dev',
      '/infra status [env]',
      '- <id> – An id',
      'Show infrastructure state. Example: /infra status dev',
      '/infra status [env]',
      'Show infrastructure state. Example: /infra status dev',
      'Put values of several words in quotes.',
    ]);
  });

  const resource = { type: 'Image', id: 'x', attributes: {} };

  it('show what a dry run is about in the words of its requests, above the effects', () => {
    const wording = {
      subjectFields: (facts: Facts) => [{ label: 'Image', value: facts['image'] ?? '' }],
      detailFields: (facts: Facts) => [{ label: 'Team', value: facts['team'] ?? '' }],
    };
    const facts = { image: 'python:latest-dev', team: 'web' };
    const effects = [{ operation: 'image:provision', target: 'python' }];

    expect(linesOf(dryRunReply({ effects, resource, facts }, 1, { ...plain, ...wording }))).toEqual(
      [
        'Dry run: nothing was changed',
        'Image: python:latest-dev',
        'Team: web',
        'This would happen:',
        '- image:provision python',
        'Approvals needed: 1',
      ],
    );
  });

  it('show every effect of a dry run with its details', () => {
    const effects = [
      { operation: 'image:provision', target: 'python', source: 'python:latest', tier: 'BASE' },
      { operation: 'image:tell', target: 'dana' },
    ];

    expect(linesOf(dryRunReply({ effects, resource, facts: {} }, 0))).toEqual([
      'Dry run: nothing was changed',
      'This would happen:',
      '- image:provision python, source python:latest, tier BASE',
      '- image:tell dana',
      'Approvals needed: 0',
    ]);
  });
});
