import { describeError } from '../kernel/errors.ts';

/**
 * What an exception of an SDK client says. `wait`: the resource is in a state in which it cannot be done yet; `gone`: there is no such
 * resource; `exists`: it is there already; `full`: a quota is used up; `unavailable`: throttled, or no answer, and it may have been
 * done; `refused`: it never will be, as access denied.
 */
export interface AwsError {
  readonly kind: 'wait' | 'gone' | 'exists' | 'full' | 'unavailable' | 'refused';
  /** The service's own code, as `InvalidDBInstanceStateFault`; empty where it gave none. */
  readonly name: string;
  /** For people: the code and the message. */
  readonly reason: string;
}

/**
 * Codes by what they mean, from the lists of errors in the API references of ECS, Application Auto Scaling, RDS, CloudFormation and
 * EC2. The first that matches counts.
 */
const meanings: readonly (readonly [RegExp, AwsError['kind']])[] = [
  [/Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimit/, 'unavailable'],
  [/^(InvalidDB|InvalidGlobal).*State(Fault)?$|^Insufficient\w+Capacity/, 'wait'],
  [/^(UpdateInProgress|OperationInProgress|ConcurrentUpdate|ResourceInUse)/, 'wait'],
  [/NotFound(Exception|Fault)?$|\.NotFound$|^ServiceNotActiveException$/, 'gone'],
  [/AlreadyExists(Exception|Fault)?$|\.Duplicate$/, 'exists'],
  [/^RulesPerSecurityGroupLimitExceeded$/, 'full'],
];

/** CloudFormation has one code for whatever it refuses; that a stack is being changed stands in the words alone. */
const isBusyStack = (name: string, message: string): boolean =>
  name === 'ValidationError' && /\b[A-Z_]+_IN_PROGRESS\b/.test(message);

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;

const textOf = (value: unknown, field: string): string => {
  const found = fieldOf(value, field);
  return typeof found === 'string' ? found : '';
};

/** Only a status of 4xx says that the service looked at the request and will not do it; 408 and 429 do not. */
const isRefusal = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Reads whatever a client threw; what is unknown counts as `unavailable`. */
export const readAwsError = (caught: unknown): AwsError => {
  const name = textOf(caught, 'name');
  const message = describeError(caught);
  const known = isBusyStack(name, message)
    ? 'wait'
    : meanings.find(([pattern]) => pattern.test(name))?.[1];
  const status = fieldOf(fieldOf(caught, '$metadata'), 'httpStatusCode');
  const reason = [name, message].filter((part) => part !== '' && part !== 'Error').join(': ');
  return {
    kind: known ?? (isRefusal(status) ? 'refused' : 'unavailable'),
    name,
    reason: reason === '' ? 'an error without any detail' : reason,
  };
};

/** Settles as `work` does, but gives `instead` where there is no such resource. */
export const unlessGone = async <T>(work: Promise<T>, instead: T): Promise<T> => {
  try {
    return await work;
  } catch (caught) {
    if (readAwsError(caught).kind === 'gone') {
      return instead;
    }
    throw caught;
  }
};

/** Waits for a creation; that it is there already is as good. */
export const unlessThere = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (caught) {
    if (readAwsError(caught).kind !== 'exists') {
      throw caught;
    }
  }
};
