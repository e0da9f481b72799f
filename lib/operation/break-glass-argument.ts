import { option } from '../command/arguments.ts';
import { text } from '../command/value-types.ts';

/** Passes over a freeze, or over the approval of an image; who is not entitled to it is denied. */
export const breakGlassArg = option({
  label: 'Break glass',
  hint: 'The incident for which rules are passed over, by those who may; everybody is told',
  placeholder: 'INC-4711: the database must be restarted',
  valueName: 'incident',
  optional: true,
  value: text({ min: 5, max: 300 }),
});
