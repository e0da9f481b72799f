import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { RequestOf, ResponseOf } from '../../lib/contract/function-call.ts';
import { splitImageReference } from '../../lib/contract/image-reference.ts';
import type { CatalogImage, ImageRegistry, Repository } from '../../lib/image/registry.ts';
import { registryRefusal } from './registry-refusal.ts';

type ProvisionRequest = RequestOf<'image-provisioner', 'provision'>;
type ProvisionResponse = ResponseOf<'image-provisioner', 'provision'>;

/** Chainguard's and Docker's tag where none was written. */
const defaultTag = 'latest';

/** What one provisioning is about: the repository to have, and what it is called outside. */
interface Target {
  readonly name: string;
  readonly source: string;
  readonly pullString: string;
}

const targetOf = (request: ProvisionRequest, organization: string): Target => {
  const { repository, tag } = splitImageReference(request.image);
  const name = request.custom_name ?? repository;
  return {
    name,
    source: repository,
    pullString: `cgr.dev/${organization}/${name}:${tag ?? defaultTag}`,
  };
};

const isEntitled = (images: readonly CatalogImage[], image: string): boolean => {
  const { repository } = splitImageReference(image);
  return images.some(({ name }) => name === image || name === repository);
};

const provisioned = (repository: Repository, target: Target): ProvisionResponse => ({
  success: true,
  repo_id: repository.id,
  name: repository.name,
  pull_string: target.pullString,
});

const alreadyProvisioned = (existing: Repository, target: Target): ErrorEnvelope =>
  existing.source === undefined || existing.source === target.source
    ? refuse(
        'ALREADY_PROVISIONED',
        `${target.name} is already provisioned. Pull it as ${target.pullString}, or choose another name.`,
      )
    : refuse(
        'ALREADY_PROVISIONED',
        `${target.name} is already provisioned, from ${existing.source} and not from ${target.source}. Choose another name.`,
      );

const limitReached = ({ repositoryLimit }: ImageRegistry): ErrorEnvelope =>
  refuse(
    'ORG_LIMIT_REACHED',
    `Organization limit reached (${repositoryLimit}/${repositoryLimit}). Delete repositories that nobody uses, then try again.`,
  );

/** What can be said without creating anything, or undefined where the repository may be created. */
const answerFromPresent = async (
  registry: ImageRegistry,
  target: Target,
  request: ProvisionRequest,
): Promise<ProvisionResponse | ErrorEnvelope | undefined> => {
  const repositories = await registry.repositories();
  if (!repositories.ok) {
    return registryRefusal(repositories.error);
  }
  const own = repositories.value.find(({ createdBy }) => createdBy === request.operation_id);
  if (own !== undefined) {
    return own.name === target.name && own.source === target.source
      ? provisioned(own, target)
      : refuse(
          'CONFLICT',
          `${request.operation_id} has already provisioned ${own.name}. Use a new operation_id for ${target.name}.`,
        );
  }
  const images = await registry.images();
  if (!images.ok) {
    return registryRefusal(images.error);
  }
  if (!isEntitled(images.value, request.image)) {
    return refuse(
      'IMAGE_NOT_IN_CATALOG',
      `Image not found in catalog: ${request.image}. See https://images.chainguard.dev for those that there are.`,
    );
  }
  const existing = repositories.value.find(({ name }) => name === target.name);
  if (existing !== undefined) {
    return alreadyProvisioned(existing, target);
  }
  return repositories.value.length >= registry.repositoryLimit ? limitReached(registry) : undefined;
};

/** Creates the repository. `exists`: another call was faster, perhaps an attempt of this very operation. */
const createRepository = async (
  registry: ImageRegistry,
  target: Target,
  operationId: ProvisionRequest['operation_id'],
): Promise<ProvisionResponse | ErrorEnvelope> => {
  const { name, source } = target;
  const creation = await registry.create({ name, source, operationId });
  if (!creation.ok) {
    return registryRefusal(creation.error);
  }
  switch (creation.value.kind) {
    case 'created':
      return provisioned(creation.value.repository, target);
    case 'exists': {
      const { repository } = creation.value;
      return repository.createdBy === operationId && repository.source === source
        ? provisioned(repository, target)
        : alreadyProvisioned(repository, target);
    }
    case 'limit-reached':
      return limitReached(registry);
    default:
      return creation.value satisfies never;
  }
};

/**
 * Provisions the image once for each operation id: a repetition finds the repository that carries the id and gives
 * the same answer again. `organization` is the one in `cgr.dev/<organization>/…`.
 */
export const provisionImage = async (
  registry: ImageRegistry,
  organization: string,
  request: ProvisionRequest,
): Promise<ProvisionResponse | ErrorEnvelope> => {
  const target = targetOf(request, organization);
  return (
    (await answerFromPresent(registry, target, request)) ??
    (await createRepository(registry, target, request.operation_id))
  );
};
