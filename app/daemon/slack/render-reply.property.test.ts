import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkBlocks } from '../../sandbox/workspace/block-kit/blocks.ts';
import { arbitraryReply } from './arbitrary-reply.fixture.ts';
import { slackLimits } from './limits.ts';
import { renderReply } from './render-reply.ts';

const problemsOf = (blocks: unknown): readonly string[] =>
  checkBlocks(blocks, { max: slackLimits.messageBlocks, pointer: '/blocks' });

/** All strings in a value, wherever they stand. */
const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};

describe('any reply', () => {
  it('becomes a message that Slack takes', () => {
    fc.assert(
      fc.property(arbitraryReply, (reply) => {
        const { text, blocks } = renderReply(reply);
        expect(text.length).toBeLessThanOrEqual(slackLimits.messageText);
        expect(problemsOf(blocks)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its last button, however long it is', () => {
    const last = { label: '✅ Approve', command: '/request-image approve req-abc123' };
    fc.assert(
      fc.property(arbitraryReply, ({ parts }) => {
        const { blocks } = renderReply({ parts: [...parts, { kind: 'buttons', buttons: [last] }] });
        expect(stringsIn(blocks.at(-1))).toContain(last.command);
      }),
      { numRuns: 50 },
    );
  });

  it('mentions only the people that it is about, in its text and in its blocks', () => {
    fc.assert(
      fc.property(arbitraryReply, (reply) => {
        const { text, blocks } = renderReply(reply);
        const markdown = blocks.flatMap((block) =>
          block.type === 'header' || block.type === 'actions' ? [] : stringsIn(block),
        );
        for (const written of [text, ...markdown]) {
          // A mention that the limit cut through is one no more, but it is none of anybody else either.
          expect(written.replaceAll('<@U0DANA>', '').replace(/<[@U0DANA]*…$/, '')).not.toMatch(
            /[<>]/,
          );
        }
      }),
    );
  });

  it('keeps whole characters wherever it is cut', () => {
    fc.assert(
      fc.property(arbitraryReply, (reply) => {
        expect(stringsIn(renderReply(reply)).join('')).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
