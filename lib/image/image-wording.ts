import type { RequestWording } from '../operation/operation.ts';
import { onOneLine } from '../reply/plain-text.ts';
import type { Field } from '../reply/reply.ts';

const optionalField = (label: string, value: string | undefined): readonly Field[] =>
  value === undefined ? [] : [{ label, value }];

/** How an image request is told: the seed's words. */
export const imageWording: RequestWording = {
  event: 'image.request',
  doneEvent: 'provisioned',
  root: 'request-image',
  cardTitle: 'New Image Request',
  noun: 'image request',
  subject: ({ image = 'an image', name }) => (name === undefined ? image : `${image} as ${name}`),
  subjectFields: (facts) => [
    { label: 'Image', value: facts['image'] ?? '' },
    ...optionalField('Custom name', facts['name']),
  ],
  detailFields: (facts) => [
    { label: 'Team', value: facts['team'] ?? 'none' },
    ...(facts['tier'] === 'BASE' ? [{ label: 'Tier', value: 'BASE' }] : []),
    { label: 'Justification', value: onOneLine(facts['justification'] ?? '') },
  ],
  running: 'Provisioning…',
  done: 'Provisioned successfully',
  failed: 'Provisioning failed',
  resultFields: (result) => [
    { label: 'Provisioned', value: result === undefined ? 'No' : 'Yes' },
    ...optionalField('Available at', result?.['pullString']),
  ],
};
