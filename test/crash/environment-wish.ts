import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import { general, type Town } from '../daemon/town.ts';
import type { Keeper } from './keeper.ts';
import { insist } from './people.ts';
import type { Random } from './random.ts';

/** What people do to an environment; in the end it is as it was. */
export type EnvironmentTreatment =
  | 'stop and start'
  | 'stop twice and start'
  | 'teardown and spinup';

/** Something done to an environment, which nobody else of the scenario touches. */
export interface EnvironmentWish {
  readonly kind: 'environment';
  readonly environment: 'dev' | 'staging';
  readonly treatment: EnvironmentTreatment;
}

/** A treatment by chance; only dev has stacks that may be deleted. */
export const randomEnvironmentWish = (
  random: Random,
  environment: EnvironmentWish['environment'],
): EnvironmentWish => ({
  kind: 'environment',
  environment,
  treatment:
    environment === 'dev'
      ? random.pick(['stop and start', 'stop twice and start', 'teardown and spinup'])
      : random.pick(['stop and start', 'stop twice and start']),
});

const look = async (town: Town, environment: string): Promise<EnvironmentState> => {
  const described = await town.orchestrator.cloud.describe(environment);
  if (!described.ok) {
    throw new Error(`nobody can look at ${environment}`);
  }
  return described.value;
};

const tasksOf = ({ services }: EnvironmentState): string =>
  services.map(({ name, desired }) => `${name} ${desired}`).join(', ');

const isStopped = ({ services, databases }: EnvironmentState): boolean =>
  services.every(
    ({ desired, running, exempt }) => exempt !== undefined || desired + running === 0,
  ) && databases.every(({ status, exempt }) => exempt !== undefined || status === 'stopped');

const isGone = ({ stacks, services }: EnvironmentState): boolean =>
  services.length === 0 && stacks.every(({ status }) => status === 'ABSENT');

const isAsBefore =
  (before: EnvironmentState) =>
  (now: EnvironmentState): boolean =>
    tasksOf(now) === tasksOf(before) &&
    now.services.every(({ desired, running }) => running >= desired) &&
    now.databases.length === before.databases.length &&
    now.databases.every(({ status }) => status === 'available');

/** Whether no card of the environment is still going on. */
const isQuiet = (town: Town, environment: string): boolean =>
  town.alice
    .reads(general)
    .filter(({ ephemeral }) => !ephemeral)
    .every(
      ({ text }) => !(text.startsWith('⏳') && text.includes(`- ${environment.toUpperCase()}`)),
    );

/** How often, and for how long each time, somebody looks whether a command has done what it was for. */
const tries = 4;
const looksOfEach = 300;

/** Does it again and again until the environment is as wanted, and nothing goes on any more. */
const until = async (
  town: Town,
  environment: string,
  act: () => Promise<unknown>,
  isWanted: (state: EnvironmentState) => boolean,
): Promise<void> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    await act();
    for (let count = 0; count < looksOfEach; count += 1) {
      if (isWanted(await look(town, environment)) && isQuiet(town, environment)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(
    `${environment} does not become as wanted: ${tasksOf(await look(town, environment))}`,
  );
};

/** Opens the form of a full teardown and sends it. What Slack says has failed is left to the next try. */
const tearDown = async (town: Town, keeper: Keeper, environment: string): Promise<void> => {
  const { dana, workspace } = town;
  await insist(keeper, dana, `/infra teardown ${environment} --level=full`);
  const opened = await workspace
    .until(() => dana.modal?.text.includes('Type ') === true, { within: 3_000, what: 'the plan' })
    .catch(() => false);
  if (opened) {
    await dana.submits({ confirm: environment }).catch(() => 'trouble');
  }
  if (dana.modal !== undefined) {
    dana.closesModal({ whole: true });
  }
};

/** Plays it to its end. */
export const playEnvironmentWish = async (
  town: Town,
  keeper: Keeper,
  { environment, treatment }: EnvironmentWish,
): Promise<void> => {
  const before = await look(town, environment);
  const type = (verb: string) => () => insist(keeper, town.dana, `/infra ${verb} ${environment}`);
  const both = () =>
    Promise.all([type('stop')(), insist(keeper, town.alice, `/infra stop ${environment}`)]);
  if (treatment === 'teardown and spinup') {
    await until(town, environment, () => tearDown(town, keeper, environment), isGone);
    await until(town, environment, type('spinup'), isAsBefore(before));
  } else {
    const stop = treatment === 'stop twice and start' ? both : type('stop');
    await until(town, environment, stop, isStopped);
    await until(town, environment, type('start'), isAsBefore(before));
  }
};
