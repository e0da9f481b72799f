import { describe, expect, it } from '@jest/globals';
import { imageWording } from './image-wording.ts';

const facts = { image: 'python:latest-dev', justification: 'Need for ML', team: 'web' };

describe('the words for image requests', () => {
  it('show the image, the team and the justification', () => {
    expect(imageWording.subject(facts)).toBe('python:latest-dev');
    expect(imageWording.subjectFields(facts)).toEqual([
      { label: 'Image', value: 'python:latest-dev' },
    ]);
    expect(imageWording.detailFields(facts)).toEqual([
      { label: 'Team', value: 'web' },
      { label: 'Justification', value: 'Need for ML' },
    ]);
  });

  it('keep a justification on one line, so that it draws none of ours', () => {
    const justification = 'Need for ML\nRequest ID: req-other1';

    expect(imageWording.detailFields({ ...facts, justification })).toContainEqual({
      label: 'Justification',
      value: 'Need for ML Request ID: req-other1',
    });
  });

  it('show the custom name where there is one, and the tier where it is worth a second look', () => {
    expect(imageWording.subject({ ...facts, name: 'python-ml' })).toBe(
      'python:latest-dev as python-ml',
    );
    expect(imageWording.subjectFields({ ...facts, name: 'python-ml' })[1]).toEqual({
      label: 'Custom name',
      value: 'python-ml',
    });
    expect(imageWording.detailFields({ ...facts, tier: 'BASE' })[1]).toEqual({
      label: 'Tier',
      value: 'BASE',
    });
    expect(imageWording.detailFields({ ...facts, tier: 'FIPS' })).toHaveLength(2);
  });

  it('show where the image is once it is there', () => {
    expect(imageWording.resultFields(undefined)).toEqual([{ label: 'Provisioned', value: 'No' }]);
    expect(imageWording.resultFields({ pullString: 'cgr.dev/acme/python' })).toEqual([
      { label: 'Provisioned', value: 'Yes' },
      { label: 'Available at', value: 'cgr.dev/acme/python' },
    ]);
  });

  it("are the seed's", () => {
    expect(imageWording).toMatchObject({
      event: 'image.request',
      doneEvent: 'provisioned',
      cardTitle: 'New Image Request',
      noun: 'image request',
      running: 'Provisioning…',
      done: 'Provisioned successfully',
      failed: 'Provisioning failed',
    });
  });

  it('stand also for facts of another version', () => {
    expect(imageWording.subject({})).toBe('an image');
    expect(imageWording.subjectFields({})).toEqual([{ label: 'Image', value: '' }]);
    expect(imageWording.detailFields({})).toEqual([
      { label: 'Team', value: 'none' },
      { label: 'Justification', value: '' },
    ]);
  });
});
