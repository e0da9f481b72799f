import type { Result } from '../kernel/result.ts';

/** An inbound rule of a security group, from one address range to one port. */
export interface IngressRule {
  /** The rule's id (`sgr-…`), by which it is revoked. */
  readonly id: string;
  /** Canonical, as `1.2.3.4/32`. */
  readonly address: string;
  readonly port: number;
  /** Whether it is ours: only such rules are ever touched. */
  readonly managed: boolean;
  readonly description: string;
}

/** A rule that is to be made; it is marked as ours. */
export interface WantedRule {
  readonly address: string;
  readonly port: number;
  /** In EC2's alphabet, at most 255 characters. */
  readonly description: string;
}

/** A security group of an environment. */
export interface SecurityGroup {
  /** As `sg-…`. */
  readonly id: string;
  /** Inbound TCP rules from address ranges, of all ports. */
  readonly rules: readonly IngressRule[];
  /** Inbound rules that a group may have for each IP family: 60 unless AWS was asked for more. */
  readonly ruleLimit: number;
  /** Inbound rules of each family that are not in `rules` but count for the limit. */
  readonly otherRules: { readonly v4: number; readonly v6: number };
}

/** Why groups could not be read or changed. `full`: the group holds no more rules; `refused`: it never will. */
export type GroupFailure = {
  readonly kind: 'unavailable' | 'full' | 'refused';
  readonly reason: string;
};

/** The security groups that let addresses in. */
export interface SecurityGroups {
  /** The environments of the function's configuration, in order. */
  readonly environments: readonly string[];
  /** The groups of an environment; changes nothing. */
  describe(environment: string): Promise<Result<readonly SecurityGroup[], GroupFailure>>;
  /** Makes rules, in small batches; one that is there already counts as made. */
  authorize(group: string, rules: readonly WantedRule[]): Promise<Result<undefined, GroupFailure>>;
  /** Revokes rules by their ids, in small batches; one that is gone counts as revoked. */
  revoke(group: string, ids: readonly string[]): Promise<Result<undefined, GroupFailure>>;
}
