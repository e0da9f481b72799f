/** What has just changed in a workspace. */
export type WorkspaceChange =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'modal'; readonly person: string }
  | { readonly kind: 'people' }
  | { readonly kind: 'sockets'; readonly open: number }
  | { readonly kind: 'envelope'; readonly id: string }
  | { readonly kind: 'call'; readonly method: string };

/** Called after each change, with the workspace already in its new state. */
export type ChangeListener = (change: WorkspaceChange) => void;

/** Carries changes from where they happen to whoever watches. */
export interface Changes {
  emit(change: WorkspaceChange): void;
  /** Listens from now on; the returned function ends that. */
  readonly subscribe: (listener: ChangeListener) => () => void;
}

/** Changes without listeners yet. */
export const createChanges = (): Changes => {
  const listeners = new Set<ChangeListener>();
  return {
    emit: (change) => {
      for (const listener of listeners) {
        listener(change);
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
