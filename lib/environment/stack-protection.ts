import type { EnvironmentState, StackState } from './cloud.ts';

/**
 * What a teardown preserves: resources that hold what no snapshot brings back, or on which others stand. The VPC, S3, secrets and IAM are
 * named to whoever confirms a teardown; the rest holds data or keys too.
 * An entry that ends in `::` covers every type of that service.
 */
export const protectedResourceTypes = [
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::EC2::RouteTable',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::VPNGateway',
  'AWS::EC2::TransitGateway',
  'AWS::S3::Bucket',
  'AWS::S3Express::DirectoryBucket',
  'AWS::S3Tables::TableBucket',
  'AWS::SecretsManager::',
  'AWS::IAM::',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::EFS::FileSystem',
  'AWS::ECR::Repository',
  'AWS::Backup::BackupVault',
  'AWS::Cognito::UserPool',
  'AWS::Route53::HostedZone',
] as const;

const isProtected = (type: string): boolean =>
  protectedResourceTypes.some((entry) =>
    entry.endsWith('::') ? type.startsWith(entry) : type === entry,
  );

/** Why a stack must not be deleted, for people; undefined where it may be. */
export const reasonToKeep = ({
  name,
  status,
  resourceTypes,
  terminationProtected,
  exempt,
}: StackState): string | undefined => {
  if (status === 'ABSENT') {
    return undefined;
  }
  if (exempt !== undefined) {
    return `Stack ${name} is not touched: ${exempt}. Tag it, or take it out of the configuration first.`;
  }
  if (terminationProtected) {
    return `Stack ${name} is protected against termination. Switch the protection off in CloudFormation first.`;
  }
  const kept = resourceTypes.filter(isProtected);
  return kept.length === 0
    ? undefined
    : `Stack ${name} holds what a teardown preserves: ${kept.join(', ')}. Move it to a stack of its own first.`;
};

/** Why nothing of this environment may be torn down in full, as a sentence for people; undefined where a full teardown may begin. */
export const teardownRefusal = ({
  stacks,
}: Pick<EnvironmentState, 'stacks'>): string | undefined => {
  if (stacks.length === 0) {
    return 'No stacks are configured for this environment, so there is nothing that a full teardown could delete. Use --level=services.';
  }
  if (stacks.every(({ status }) => status === 'ABSENT')) {
    return 'All stacks of this environment are deleted already. Use /infra spinup to bring it back.';
  }
  const reasons = stacks.map(reasonToKeep).filter((reason) => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join(' ');
};
