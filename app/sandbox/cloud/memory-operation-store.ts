import type {
  OperationStore,
  RememberedService,
  StoredOperation,
  WantedState,
} from '../../../lib/environment/operation-store.ts';

const isRunning = ({ progress }: StoredOperation): boolean => progress.state === 'in_progress';

type Operations = Pick<
  OperationStore,
  'begin' | 'find' | 'update' | 'running' | 'guarding' | 'wanted'
>;

/** No function here gives way between its look and its write: of several at the same moment one is first. */
const createOperations = (): Operations => {
  const operations = new Map<string, StoredOperation>();
  const wishes = new Map<string, WantedState>();
  const store = (operation: StoredOperation, wanted: WantedState | undefined): void => {
    operations.set(operation.id, operation);
    if (wanted !== undefined) {
      wishes.set(operation.environment, wanted);
    }
  };
  const all = (): readonly StoredOperation[] => [...operations.values()];
  return {
    begin: async (operation, wanted) => {
      const known = operations.get(operation.id);
      if (known !== undefined) {
        return { kind: 'known', operation: known };
      }
      const holder = all().find(
        (each) => isRunning(each) && each.environment === operation.environment,
      );
      if (holder !== undefined && isRunning(operation)) {
        return { kind: 'busy', operation: holder };
      }
      store({ ...operation, version: 1 }, wanted);
      return { kind: 'begun' };
    },
    find: async (id) => operations.get(id),
    update: async (operation, wanted) => {
      const { id, version } = operation;
      if (operations.get(id)?.version !== version) {
        return false;
      }
      store({ ...operation, version: version + 1 }, wanted);
      return true;
    },
    running: async () => all().filter(isRunning),
    guarding: async () => all().filter(({ restarted = [] }) => restarted.length > 0),
    wanted: async (environment) => wishes.get(environment) ?? 'running',
  };
};

/** A table in memory, in the order in which its items were first written. Two of them share nothing. */
export const createMemoryOperationStore = (): OperationStore => {
  const memories = new Map<string, Map<string, RememberedService>>();
  return {
    ...createOperations(),
    remember: async (environment, service) => {
      const services = memories.get(environment) ?? new Map<string, RememberedService>();
      memories.set(environment, services);
      if (service.desired > 0 && !services.has(service.service)) {
        services.set(service.service, service);
      }
    },
    remembered: async (environment) => [...(memories.get(environment)?.values() ?? [])],
    forget: async (environment, service) => {
      memories.get(environment)?.delete(service);
    },
  };
};
