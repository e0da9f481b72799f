import type { ImageTier } from '../contract/image-reference.ts';
import type { OperationId } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';

/** An image that the organisation may provision. */
export interface CatalogImage {
  /** As people write it, `python:latest-dev`; a name without a tag stands for all of its tags. */
  readonly name: string;
  readonly tier: ImageTier;
}

/** A repository of the organisation. */
export interface Repository {
  readonly id: string;
  /** As `python-ml-pipeline`. */
  readonly name: string;
  /** The catalogue's repository that fills it, as `python`; undefined where the registry does not tell. */
  readonly source: string | undefined;
  /** The operation that created it; undefined where another hand did, or the registry cannot tell. */
  readonly createdBy: OperationId | undefined;
}

/** A repository to create. */
export interface RepositoryOrder {
  readonly name: string;
  readonly source: string;
  /** Kept with the repository where the registry allows it, so that a repetition is recognised. */
  readonly operationId: OperationId;
}

/** Why the registry did not do what was asked. `reason` is for logs and people, and holds no secret. */
export type RegistryFailure =
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'rate-limited' }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What came of an order; `exists`: the name was taken, and nothing was changed. */
export type Creation =
  | { readonly kind: 'created'; readonly repository: Repository }
  | { readonly kind: 'exists'; readonly repository: Repository }
  | { readonly kind: 'limit-reached' };

/** The registry of the organisation: what it may have, and what it has. */
export interface ImageRegistry {
  /** How many repositories the organisation may have (Chainguard: 2,500). */
  readonly repositoryLimit: number;
  /** All images that may be provisioned. */
  images(): Promise<Result<readonly CatalogImage[], RegistryFailure>>;
  /** All repositories that there are. */
  repositories(): Promise<Result<readonly Repository[], RegistryFailure>>;
  /** Creates a repository and never changes one that exists. After `unavailable` it may have been created. */
  create(order: RepositoryOrder): Promise<Result<Creation, RegistryFailure>>;
}
