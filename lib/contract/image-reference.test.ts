import { describe, expect, it } from '@jest/globals';
import {
  customNamePattern,
  imageReferencePattern,
  splitImageReference,
} from './image-reference.ts';

describe('image references', () => {
  it.each([
    ['python:latest-dev', { repository: 'python', tag: 'latest-dev' }],
    ['glibc-dynamic:15.2_r3', { repository: 'glibc-dynamic', tag: '15.2_r3' }],
    ['python', { repository: 'python', tag: undefined }],
  ])('cuts %s', (reference, parts) => {
    expect(reference).toMatch(imageReferencePattern);
    expect(splitImageReference(reference)).toEqual(parts);
  });

  it.each(['', ':latest', 'python:', 'Python:latest', 'a:b:c', 'a b:c', 'a/../b:c', 'a:b\n', '-a'])(
    'does not take %j for one',
    (text) => {
      expect(text).not.toMatch(imageReferencePattern);
    },
  );
});

describe('custom names', () => {
  it('are lower-case letters, digits and hyphens', () => {
    expect('python-ml-pipeline-2').toMatch(customNamePattern);
    for (const name of ['', 'Python', 'a_b', 'a.b', 'a b', 'a'.repeat(129), 'a\n']) {
      expect(name).not.toMatch(customNamePattern);
    }
  });
});
