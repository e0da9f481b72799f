import { describe, expect, it } from '@jest/globals';
import { click, interaction, submission } from './payloads.fixture.ts';
import { toIncoming } from './to-incoming.ts';

const { view } = submission({});
const typing = {
  ...interaction,
  type: 'block_suggestion',
  container: { type: 'view', view_id: 'V1' },
  action_id: 'value',
  block_id: 'image',
  value: 'pyth',
  view,
};
const read = (body: unknown) => toIncoming(body, 'e1', 'U0BOT');
const nobodys = { kind: 'unhandled', type: 'block_suggestion' };

describe('typing into a menu', () => {
  it('of a form asks what its operation suggests', () => {
    expect(read(typing)).toEqual({
      kind: 'typing',
      typing: {
        principal: 'slack:U0DANA',
        operation: 'request-image deny',
        argument: 'image',
        typed: 'pyth',
      },
    });
  });

  it('asks too before anything is typed', () => {
    expect(read({ ...typing, value: '' })).toMatchObject({ typing: { typed: '' } });
  });

  it.each([
    ['another view', { ...typing, view: { ...view, callback_id: 'older_form' } }],
    ['a form that remembers nothing', { ...typing, view: { ...view, private_metadata: '' } }],
    ['another field', { ...typing, action_id: 'older_field' }],
    ['a message', { ...typing, view: undefined, message: click({}).message }],
    ['nobody knows what', { ...typing, value: 7, user: undefined }],
  ])('of %s is nobody’s, and tells nobody anything', (_what, body) => {
    expect(read(body)).toEqual(nobodys);
  });
});
