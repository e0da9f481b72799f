/** The tags of a resource, by key. */
export type ResourceTags = ReadonlyMap<string, string>;

/** Tags that we write or read. */
export const tagKeys = {
  environment: 'Environment',
  /** The task count that is remembered, for people. */
  desired: 'chatops:desired',
  /** The operation that made a resource. */
  operation: 'chatops:operation',
  /** What the whitelist made and may revoke. */
  managed: 'chatops:managed',
  /** People's wish that a resource is never stopped. */
  skip: 'chatops:skip',
  nightlyTeardown: 'NightlyTeardown',
} as const;

/** Reads tags in the shape of RDS, CloudFormation and EC2. */
export const readTags = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): ResourceTags => new Map(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));

/** Why a resource whose tag does not agree with the configuration is not touched; undefined where it agrees. */
export const whyForeign = (tags: ResourceTags, environment: string): string | undefined =>
  tags.get(tagKeys.environment) === environment
    ? undefined
    : `it has no tag ${tagKeys.environment}=${environment}`;

/** Why a resource is never stopped, as its tags say; undefined where it may be. */
export const whyExemptByTags = (tags: ResourceTags, environment: string): string | undefined => {
  const foreign = whyForeign(tags, environment);
  if (foreign !== undefined) {
    return foreign;
  }
  if (tags.get(tagKeys.nightlyTeardown)?.toLowerCase() === 'skip') {
    return `its tag ${tagKeys.nightlyTeardown} says skip`;
  }
  const skip = tags.get(tagKeys.skip);
  return skip === undefined || skip.toLowerCase() === 'false'
    ? undefined
    : `it has the tag ${tagKeys.skip}`;
};
