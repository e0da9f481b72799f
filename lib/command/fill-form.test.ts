import { describe, expect, it } from '@jest/globals';
import { fillForm } from './fill-form.ts';
import { deny, requestImage, teardown } from './sample-grammar.fixture.ts';

describe('fillForm', () => {
  it('joins the fields with what was given before', () => {
    expect(fillForm(deny, { id: 'req-abc123' }, { reason: ' Use python:latest ' })).toEqual({
      kind: 'command',
      spec: deny,
      values: { id: 'req-abc123', reason: 'Use python:latest' },
      dryRun: false,
    });
  });

  it('fills in defaults and keeps the dry run', () => {
    expect(fillForm(teardown, {}, { environment: null, level: '' }, true)).toEqual({
      kind: 'command',
      spec: teardown,
      values: { environment: 'dev', level: 'services' },
      dryRun: true,
    });
  });

  it('lets a field count instead of what was given, also a blank one', () => {
    const given = { image: 'python:1', justification: 'ML pipeline', name: 'old' };
    const valuesWith = (name: string | null | undefined): unknown =>
      fillForm(requestImage, given, { name });
    expect(valuesWith('new')).toMatchObject({ values: { ...given, name: 'new' } });
    expect(valuesWith(undefined)).toMatchObject({ values: given });
    const { name: _, ...others } = given;
    for (const blank of [' \u00a0', null]) {
      expect(valuesWith(blank)).toEqual({
        kind: 'command',
        spec: requestImage,
        values: others,
        dryRun: false,
      });
    }
  });

  it('says for every field what is wrong with it', () => {
    expect(fillForm(requestImage, { name: '_' }, { image: '', justification: 'ab' })).toEqual({
      kind: 'invalid',
      errors: {
        image: 'Image is missing.',
        justification: 'Write at least 3 characters; this has 2.',
        name: 'A custom name looks like python-ml.',
      },
    });
  });

  it('does not take what is no argument', () => {
    expect(fillForm(teardown, { constructor: 'x' }, { toString: 'x', other: 'y' })).toMatchObject({
      kind: 'command',
      values: { environment: 'dev', level: 'services' },
    });
  });
});
