import { describe, expect, it } from '@jest/globals';
import { offeredOptions } from '../../sandbox/workspace/block-kit/elements.ts';
import { renderSuggestions } from './render-suggestions.ts';

const suggestions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: `v${index}`, text: `Text ${index}` }));
const problemsOf = (payload: unknown): readonly string[] => offeredOptions(payload, '');

describe('suggestions', () => {
  it('are the options of a menu', () => {
    expect(
      renderSuggestions([{ value: 'python:latest', text: 'python:latest (APPLICATION)' }]),
    ).toEqual({
      options: [
        {
          text: { type: 'plain_text', text: 'python:latest (APPLICATION)' },
          value: 'python:latest',
        },
      ],
    });
  });

  it('are an empty list where there are none: Slack waits for a list', () => {
    expect(renderSuggestions([])).toEqual({ options: [] });
    expect(problemsOf(renderSuggestions([]))).toEqual([]);
  });

  it('are a hundred at most', () => {
    const payload = renderSuggestions(suggestions(101));
    expect(payload.options).toHaveLength(100);
    expect(problemsOf(payload)).toEqual([]);
  });

  it('are left out where Slack does not take their value, and cut where it does not take their text', () => {
    const payload = renderSuggestions([
      { value: 'x'.repeat(76), text: 'too long' },
      { value: '', text: 'nothing' },
      { value: 'nameless', text: '' },
      { value: 'x'.repeat(75), text: `${'x'.repeat(75)} (APPLICATION)` },
    ]);
    expect(payload.options).toEqual([
      { text: { type: 'plain_text', text: `${'x'.repeat(74)}…` }, value: 'x'.repeat(75) },
    ]);
    expect(problemsOf(payload)).toEqual([]);
  });

  it('make room in a full list for those that are left out', () => {
    const payload = renderSuggestions([
      { value: 'x'.repeat(76), text: 'too long' },
      ...suggestions(100),
    ]);
    expect(payload.options).toHaveLength(100);
  });
});
