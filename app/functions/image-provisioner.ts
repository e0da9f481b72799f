import { describeMismatch } from '../../lib/contract/describe-mismatch.ts';
import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { ResponseOf } from '../../lib/contract/function-call.ts';
import { imageProvisionerRequestSchema } from '../../lib/contract/image-provisioner.ts';
import type { ImageRegistry } from '../../lib/image/registry.ts';
import { provisionImage } from './provision-image.ts';
import { registryRefusal } from './registry-refusal.ts';

/** What the image provisioner works on. */
export interface ImageProvisionerPorts {
  readonly registry: ImageRegistry;
  /** The name of the organisation in `cgr.dev/<organization>/…`. */
  readonly organization: string;
}

type CatalogResponse = ResponseOf<'image-provisioner', 'catalog'>;
type ProvisionResponse = ResponseOf<'image-provisioner', 'provision'>;

const catalog = async (registry: ImageRegistry): Promise<CatalogResponse | ErrorEnvelope> => {
  const [images, repositories] = await Promise.all([registry.images(), registry.repositories()]);
  if (!images.ok) {
    return registryRefusal(images.error);
  }
  if (!repositories.ok) {
    return registryRefusal(repositories.error);
  }
  return {
    success: true,
    images: images.value.map(({ name, tier }) => ({ name, tier })),
    repos: repositories.value.map(({ id, name }) => ({ id, name })),
    limit: registry.repositoryLimit,
  };
};

/**
 * The function that provisions images. It takes any event and answers by the contract of `image-provisioner`; what is not
 * in the contract is INVALID_REQUEST. It keeps no state: a repetition is recognised by the operation id that the registry
 * keeps with each repository. It rejects only where something unexpected happened.
 */
export const createImageProvisioner =
  ({ registry, organization }: ImageProvisionerPorts) =>
  async (event: unknown): Promise<CatalogResponse | ProvisionResponse | ErrorEnvelope> => {
    const request = imageProvisionerRequestSchema.safeParse(event);
    if (!request.success) {
      return refuse(
        'INVALID_REQUEST',
        `The request is not valid. ${describeMismatch(request.error)}`,
      );
    }
    return request.data.action === 'catalog'
      ? catalog(registry)
      : provisionImage(registry, organization, request.data);
  };
