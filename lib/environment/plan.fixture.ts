import type { DatabaseState, EnvironmentState, ServiceState, StackState } from './cloud.ts';
import { type OperationLook, type OperationPlan, planOperation } from './plan-operation.ts';

const startedAt = '2026-01-05T09:00:00.000Z';

/** A service with nothing special about it. */
export const aService = (name: string, fields: Partial<ServiceState> = {}): ServiceState => ({
  name,
  status: 'RUNNING',
  desired: 2,
  running: fields.desired ?? 2,
  ...fields,
});

/** An RDS instance that is available. */
export const aDatabase = (id: string, fields: Partial<DatabaseState> = {}): DatabaseState => ({
  id,
  kind: 'instance',
  status: 'available',
  ...fields,
});

/** A stack that is complete and holds nothing that must survive. */
export const aStack = (name: string, fields: Partial<StackState> = {}): StackState => ({
  name,
  status: 'CREATE_COMPLETE',
  resourceTypes: ['AWS::ECS::Service', 'AWS::RDS::DBInstance'],
  terminationProtected: false,
  databases: [],
  ...fields,
});

/** What a look asks for. */
interface Look {
  readonly kind: OperationLook['operation']['kind'];
  readonly state: Partial<EnvironmentState>;
  readonly remembered?: OperationLook['remembered'];
  /** The steps so far, by name. */
  readonly before?: Readonly<
    Record<string, 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped'>
  >;
  readonly minutes?: number;
  readonly because?: string;
}

/** The plan of an operation on dev that began at 09:00, at a look that many minutes later. */
export const planAt = ({
  kind,
  state,
  remembered = [],
  before,
  minutes = 0,
  because,
}: Look): OperationPlan =>
  planOperation({
    operation: { id: 'op-abc123', kind, environment: 'dev', startedAt },
    state: { services: [], databases: [], stacks: [], snapshots: [], ...state },
    remembered,
    now: Date.parse(startedAt) + minutes * 60_000,
    ...(because === undefined ? {} : { because }),
    ...(before === undefined
      ? {}
      : {
          progress: {
            state: 'in_progress',
            details: {},
            steps: Object.entries(before).map(([name, step]) => ({ name, state: step })),
          },
        }),
  });

/** The step of that name. */
export const stepOf = ({ progress }: OperationPlan, name: string) =>
  progress.steps.find((step) => step.name === name);

/** All commands, in their order. */
export const commandsOf = ({ sends }: OperationPlan) => sends.flatMap(({ commands }) => commands);
