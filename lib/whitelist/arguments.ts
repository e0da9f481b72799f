import { option, position } from '../command/arguments.ts';
import { choice } from '../command/value-types.ts';
import type { WhitelistEnvironments, WhitelistOperationPorts } from './operation-ports.ts';
import { addressValue, descriptionValue, knownAddressValue, ttlValue } from './value-types.ts';

const ip = {
  label: 'IP address',
  placeholder: '1.2.3.4',
  valueName: 'ip',
} as const;

/** Which address somebody wants to let in. */
export const newAddressArg = ({ rules }: WhitelistOperationPorts) =>
  position({
    ...ip,
    hint: 'Your public address, or a range; https://checkip.amazonaws.com shows it',
    value: addressValue(rules),
  });

/** Which of the addresses that are let in. */
export const knownAddressArg = position({
  ...ip,
  hint: 'As /infra whitelist list shows it',
  value: knownAddressValue(),
});

/** For how long. */
export const ttlArg = ({ defaultTtl }: Pick<WhitelistOperationPorts, 'defaultTtl'>) =>
  option({
    label: 'Time to live',
    hint: 'For how long from now: 1m to 1440m, or 1d to 365d',
    placeholder: '7d',
    valueName: 'duration',
    default: defaultTtl,
    value: ttlValue(),
  });

/** What it is for. */
export const descriptionArg = option({
  label: 'Description',
  hint: 'What the address is, as the others will read it',
  placeholder: 'Home office',
  valueName: 'text',
  optional: true,
  value: descriptionValue(),
});

const environment = ({ all }: WhitelistEnvironments) => ({
  label: 'Environment',
  placeholder: 'dev',
  valueName: 'env',
  value: choice({ noun: 'environment', options: [...all.keys()] }),
});

/** To which environment; the usual one where it is left out. */
export const targetEnvironmentArg = (environments: WhitelistEnvironments) =>
  option({
    ...environment(environments),
    hint: 'To which environment',
    default: environments.byDefault,
  });

/** In which environment the address is let in; needed only where it is in several. */
export const entryEnvironmentArg = (environments: WhitelistEnvironments) =>
  option({
    ...environment(environments),
    hint: 'In which environment, if the address is let in to several',
    optional: true,
  });

/** Whose list is shown. */
export const listedEnvironmentArg = (environments: WhitelistEnvironments) =>
  position({
    ...environment(environments),
    hint: 'Which environment; left out, all of them',
    optional: true,
  });

/** Whose groups are brought up to date. */
export const refreshedEnvironmentArg = (environments: WhitelistEnvironments) =>
  position({
    ...environment(environments),
    hint: 'Which environment',
    default: environments.byDefault,
  });
