import { position } from '../command/arguments.ts';
import { choice } from '../command/value-types.ts';

/** The environments that people can control, from the configuration. */
export interface Environments {
  /** By name, in the order in which they are shown. */
  readonly all: ReadonlyMap<string, { readonly protected: boolean }>;
  /** Taken where none is named; one of `all`. */
  readonly byDefault: string;
}

/** Which environment; the usual one where it is left out. */
export const environmentArg = ({ all, byDefault }: Environments) =>
  position({
    label: 'Environment',
    hint: 'Which environment',
    placeholder: byDefault,
    default: byDefault,
    valueName: 'env',
    value: choice({ noun: 'environment', options: [...all.keys()] }),
  });
