import { position } from '../command/arguments.ts';
import { pattern } from '../command/value-types.ts';

/** Which operation. */
export const operationIdArg = position({
  label: 'Operation ID',
  hint: 'The id of the operation, as its card has it',
  placeholder: 'op-abc123',
  value: pattern({
    shape: /^op-[0-9a-z]{6,12}$/,
    sentence: 'An operation ID looks like op-abc123.',
  }),
});
