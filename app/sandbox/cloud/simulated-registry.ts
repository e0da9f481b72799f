import type { ImageTier } from '../../../lib/contract/image-reference.ts';
import type {
  Creation,
  ImageRegistry,
  RegistryFailure,
  Repository,
  RepositoryOrder,
} from '../../../lib/image/registry.ts';
import { type Clock, type Millis, pause } from '../../../lib/kernel/clock.ts';
import type { OperationId } from '../../../lib/kernel/ids.ts';
import { fail, type Result, succeed } from '../../../lib/kernel/result.ts';
import { catalogImages } from './catalog-images.ts';

/** What can be made to go wrong in the registry, from the next call on. */
export interface RegistrySwitches {
  /** The answer of every call, or undefined where all is well. */
  failure: RegistryFailure | undefined;
  /** Whether the organisation has as many repositories as it may. */
  limitReached: boolean;
  /** How long each call takes. */
  delay: Millis;
  /** Images (`python:latest`) that the catalogue has under another tier by now. */
  readonly retiered: Map<string, ImageTier>;
}

/** A registry in memory, of an organisation that has some repositories already. */
export interface SimulatedRegistry extends ImageRegistry {
  readonly switches: RegistrySwitches;
  /** How many repositories an operation has created: never more than one, if all is well. */
  creationsOf(operationId: OperationId): number;
}

/** Chainguard's limit for one organisation. */
const repositoryLimit = 2_500;

const initially = ['nginx', 'postgres', 'redis'] as const;

const idOf = (serial: number): string => `repo-${serial.toString(36).padStart(6, '0')}`;

const byOthers = (name: string, serial: number): Repository => ({
  id: idOf(serial),
  name,
  source: name,
  createdBy: undefined,
});

const withUnused = (repositories: readonly Repository[]): readonly Repository[] => [
  ...repositories,
  ...Array.from({ length: repositoryLimit - repositories.length }, (_, index) =>
    byOthers(`unused-${index + 1}`, repositoryLimit + index),
  ),
];

/** Makes a registry of its own; two of them share nothing. */
export const createSimulatedRegistry = (clock: Clock): SimulatedRegistry => {
  const switches: RegistrySwitches = {
    failure: undefined,
    limitReached: false,
    delay: 0,
    retiered: new Map(),
  };
  const repositories = initially.map((name, index) => byOthers(name, index + 1));

  const call = async <T>(answer: () => T): Promise<Result<T, RegistryFailure>> => {
    if (switches.delay > 0) {
      await pause(clock, switches.delay);
    }
    return switches.failure === undefined ? succeed(answer()) : fail(switches.failure);
  };

  const create = ({ name, source, operationId }: RepositoryOrder): Creation => {
    const existing = repositories.find((each) => each.name === name);
    if (existing !== undefined) {
      return { kind: 'exists', repository: existing };
    }
    if (switches.limitReached || repositories.length >= repositoryLimit) {
      return { kind: 'limit-reached' };
    }
    const id = idOf(repositories.length + 1);
    const repository: Repository = { id, name, source, createdBy: operationId };
    repositories.push(repository);
    return { kind: 'created', repository };
  };

  return {
    switches,
    repositoryLimit,
    creationsOf: (operationId) =>
      repositories.filter(({ createdBy }) => createdBy === operationId).length,
    images: () =>
      call(() =>
        catalogImages.map(({ name, tier }) => ({
          name,
          tier: switches.retiered.get(name) ?? tier,
        })),
      ),
    repositories: () =>
      call(() => (switches.limitReached ? withUnused(repositories) : [...repositories])),
    create: (order) => call(() => create(order)),
  };
};
