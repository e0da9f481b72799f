/** Tags by key. */
export type Tags = Record<string, string>;

/** Where something is on its way to, and when it is there (by the model's clock). */
export interface Change {
  readonly at: number;
  readonly finish: () => void;
}

/** A service of ECS. */
export interface EcsService {
  readonly name: string;
  readonly cluster: string;
  desired: number;
  running: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  strategy: 'REPLICA' | 'DAEMON';
  /** Why a look at it fails although it is there. */
  hiddenBy?: string;
  tags: Tags;
}

/** A scalable target of Application Auto Scaling. */
export interface ScalableTarget {
  min: number;
  max: number;
  suspended: { dynamicIn: boolean; dynamicOut: boolean; scheduled: boolean };
}

/** A DB instance or a DB cluster: the fields that RDS shows of it, beside its state and tags. */
export interface Database {
  readonly id: string;
  status: string;
  engine: string;
  tags: Tags;
  /** More elements of its description, as `{ MultiAZ: true }`. */
  more: Record<string, string | boolean | Record<string, readonly string[]>>;
}

/** A snapshot of an instance or a cluster. */
export interface Snapshot {
  readonly id: string;
  readonly kind: 'instance' | 'cluster';
  readonly database: string;
  status: string;
  readonly createdAt: number;
  readonly type: 'manual' | 'automated';
  readonly tags: Tags;
}

/** A resource of a stack; a nested stack's `physicalId` is the id of that stack. */
export interface StackResource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
  status: string;
}

/** An event of a stack, newest last. */
export interface StackEvent {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason?: string;
}

/** A stack of CloudFormation. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  status: string;
  reason: string | undefined;
  isProtected: boolean;
  tags: Tags;
  parameters: Record<string, string>;
  resources: StackResource[];
  events: StackEvent[];
  /** Ids of databases that come and go with it. */
  databases: string[];
  /** Services that do, as `cluster/name`. */
  services: string[];
  /** The resource that it cannot delete, and why; undefined where all goes well. */
  stuck: { readonly logicalId: string; readonly reason: string } | undefined;
  /** Tokens of the requests that it was changed by. */
  tokens: Set<string>;
}

/** What lies at the URL of a template. */
export interface Template {
  readonly resources: readonly Omit<StackResource, 'status'>[];
  readonly parameters: readonly string[];
  readonly capabilities: readonly string[];
  /** Databases that it makes: the parameter that takes the snapshot, by id. */
  readonly databases: Readonly<Record<string, string>>;
  /** Services that it makes, as they are then, with what scales them. */
  readonly services: readonly { readonly service: EcsService; readonly target?: ScalableTarget }[];
}

/** A rule of a security group. */
export interface GroupRule {
  readonly id: string;
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly v4?: string;
  readonly v6?: string;
  readonly otherGroup?: string;
  readonly description: string;
  readonly tags: Tags;
}

/** A security group. */
export interface Group {
  readonly id: string;
  readonly limit: number;
  rules: GroupRule[];
}

/** What there is in the account. Tests put in what they need and look at what became of it. */
export interface AwsModel {
  readonly account: string;
  readonly clusters: Map<string, EcsService[]>;
  readonly targets: Map<string, ScalableTarget>;
  readonly instances: Map<string, Database>;
  readonly dbClusters: Map<string, Database>;
  readonly snapshots: Snapshot[];
  readonly templates: Map<string, Template>;
  /** All stacks, deleted ones too, in the order in which they were made. */
  readonly stacks: Stack[];
  readonly groups: Map<string, Group>;
  /** Items by table, partition key and sort key, in the shape of DynamoDB. */
  readonly items: Map<string, Map<string, Record<string, unknown>>>;
  /** How many members a page has at most: few, so that every list has several pages. */
  pageSize: number;
  now(): number;
  /** Lets something happen later. */
  later(delay: number, finish: () => void): void;
  /** Lets happen what is due. */
  settle(): void;
  /** A new id, as `sgr-00000000000000001`. */
  nextId(prefix: string): string;
}

/** Makes an account in which there is nothing. */
export const createAwsModel = (now: () => number): AwsModel => {
  const changes: Change[] = [];
  let ids = 0;
  return {
    account: '123456789012',
    clusters: new Map(),
    targets: new Map(),
    instances: new Map(),
    dbClusters: new Map(),
    snapshots: [],
    templates: new Map(),
    stacks: [],
    groups: new Map(),
    items: new Map(),
    pageSize: 2,
    now,
    later: (delay, finish) => {
      changes.push({ at: now() + delay, finish });
    },
    settle: () => {
      for (;;) {
        const index = changes.findIndex(({ at }) => at <= now());
        const [due] = index < 0 ? [] : changes.splice(index, 1);
        if (due === undefined) {
          return;
        }
        due.finish();
      }
    },
    nextId: (prefix) => {
      ids += 1;
      return `${prefix}${ids.toString(16).padStart(17, '0')}`;
    },
  };
};
