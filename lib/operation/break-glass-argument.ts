import { option } from '../command/arguments.ts';
import { text } from '../command/value-types.ts';

/** Breaks a freeze; who is not entitled to it is denied as without it. */
export const breakGlassArg = option({
  label: 'Break glass',
  hint: 'The incident for which a freeze is broken, by those who may',
  placeholder: 'INC-4711: the database must be restarted',
  valueName: 'incident',
  optional: true,
  value: text({ min: 5, max: 300 }),
});
