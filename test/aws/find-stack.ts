import type { AwsModel, Stack } from './aws-model.ts';

/** The stack of that name, deleted ones aside, or of that id, deleted ones included. */
export const findStack = (model: AwsModel, nameOrId: string): Stack | undefined =>
  model.stacks.find(({ id }) => id === nameOrId) ??
  model.stacks.find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE');
