/** The tiers of Chainguard's catalogue (`registry.platform.proto`, CatalogTier). */
export const imageTiers = [
  'UNKNOWN',
  'APPLICATION',
  'BASE',
  'FIPS',
  'AI',
  'DEVTOOLS',
  'COMMERCIAL',
] as const;

/** One of {@link imageTiers}. */
export type ImageTier = (typeof imageTiers)[number];

/**
 * An image as people write it: a repository and, most often, a tag, as `python:latest-dev`. The repository is
 * Chainguard's name rule without blanks, the tag is that of the OCI distribution specification.
 */
export const imageReferencePattern =
  /^[a-z0-9][a-z0-9._-]{0,127}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?$/;

/** A name of one's own for a provisioned image: lower-case letters, digits and hyphens, 1 to 128 of them. */
export const customNamePattern = /^[a-z0-9-]{1,128}$/;

/** An image reference in its parts. */
export interface ImageReference {
  /** As `python`. */
  readonly repository: string;
  /** As `latest-dev`; undefined where none was written. */
  readonly tag: string | undefined;
}

/** Cuts a reference that matches {@link imageReferencePattern} at its colon. */
export const splitImageReference = (reference: string): ImageReference => {
  const colon = reference.indexOf(':');
  return colon < 0
    ? { repository: reference, tag: undefined }
    : { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
};
