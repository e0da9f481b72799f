import { describe, expect, it } from '@jest/globals';
import { createThingWorks, thingWording } from './thing.fixture.ts';
import { wordingFor } from './wording.ts';

describe('the words for a request', () => {
  it("are its operation's own where it has some", () => {
    expect(wordingFor('thing', createThingWorks().operation)).toBe(thingWording);
  });

  it('are plain ones for an operation that a policy made need approval, or that is gone', () => {
    const { request: _own, ...plain } = createThingWorks().operation;

    for (const wording of [wordingFor('thing', plain), wordingFor('thing', undefined)]) {
      expect(wording).toMatchObject({
        event: 'operation.request',
        doneEvent: 'completed',
        root: 'request',
        cardTitle: 'New Request',
        noun: 'request',
        running: 'Running…',
        done: 'Completed successfully',
        failed: 'Failed',
      });
      expect(wording.subject({ thing: 'lamp' })).toBe('/thing');
      expect(wording.subject({ command: '/thing lamp' })).toBe('/thing lamp');
      expect(wording.subjectFields({ thing: 'lamp', colour: 'red' })).toEqual([
        { label: 'thing', value: 'lamp' },
        { label: 'colour', value: 'red' },
      ]);
      expect(wording.detailFields({})).toEqual([{ label: 'Operation', value: 'thing' }]);
      expect(wording.resultFields(undefined)).toEqual([{ label: 'Completed', value: 'No' }]);
      expect(wording.resultFields({})).toEqual([{ label: 'Completed', value: 'Yes' }]);
    }
  });
});
