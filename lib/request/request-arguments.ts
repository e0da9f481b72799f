import { option, position } from '../command/arguments.ts';
import { pattern, requestId, text } from '../command/value-types.ts';
import { planTagLength } from '../operation/confirmation-form.ts';

/** Which request. */
export const idArg = position({
  label: 'Request ID',
  hint: 'The id of the request',
  placeholder: 'req-abc123',
  valueName: 'request-id',
  value: requestId(),
});

/** Which plan was seen: the first characters of the hash of its effects. */
export const planArg = option({
  label: 'Plan',
  hint: 'The plan that you have seen, as the card names it; left out, the present one',
  placeholder: '0123456789ab',
  isHidden: true,
  optional: true,
  value: pattern({
    shape: /^[0-9a-f]{12}$/,
    sentence: 'A plan is named by 12 hexadecimal digits.',
    max: planTagLength,
  }),
});

/** Why a request is denied. */
export const reasonArg = option({
  label: 'Reason',
  hint: 'Why; the requester reads it',
  placeholder: 'Use python:latest instead',
  value: text({ max: 500, multiline: true }),
});
