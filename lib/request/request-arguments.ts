import { option, position } from '../command/arguments.ts';
import { requestId, text } from '../command/value-types.ts';

/** Which request. */
export const idArg = position({
  label: 'Request ID',
  hint: 'The id of the request',
  placeholder: 'req-abc123',
  valueName: 'request-id',
  value: requestId(),
});

/** Why a request is denied. */
export const reasonArg = option({
  label: 'Reason',
  hint: 'Why; the requester reads it',
  placeholder: 'Use python:latest instead',
  value: text({ max: 500, multiline: true }),
});
