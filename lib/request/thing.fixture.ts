import { position } from '../command/arguments.ts';
import { text } from '../command/value-types.ts';
import type { OperationId } from '../kernel/ids.ts';
import {
  type Effect,
  type Operation,
  type Outcome,
  operation,
  type Refusal,
  type RequestWording,
} from '../operation/operation.ts';
import { line, replyOf } from '../reply/reply.ts';

/** The words of requests for things. */
export const thingWording: RequestWording = {
  event: 'thing.request',
  doneEvent: 'built',
  root: 'thing',
  cardTitle: 'New Thing',
  noun: 'thing request',
  subject: (facts) => facts['thing'] ?? '',
  subjectFields: (facts) => [{ label: 'Thing', value: facts['thing'] ?? '' }],
  detailFields: () => [{ label: 'Team', value: 'none' }],
  running: 'Building…',
  done: 'Built successfully',
  failed: 'Building failed',
  resultFields: (result) => [
    { label: 'Built', value: result === undefined ? 'No' : 'Yes' },
    ...(result === undefined ? [] : [{ label: 'Stands at', value: result['place'] ?? '' }]),
  ],
};

/** Where things are built: an idempotent function that counts, as those that the daemon calls. */
export interface ThingWorks {
  readonly operation: Operation;
  /** What was built, once for each operation id. */
  readonly built: Map<OperationId, readonly Effect[]>;
  /** The operation id of every call, repetitions included. */
  readonly calls: OperationId[];
  /** What the next plans and executions are refused with, in turn. */
  readonly planRefusals: Refusal[];
  readonly buildRefusals: Refusal[];
  /** What the next executions throw. */
  readonly buildErrors: Error[];
  /** The tiers of things as the catalogue has them now; APPLICATION where it says nothing. */
  readonly tiers: Map<string, string>;
}

const build = (
  works: ThingWorks,
  effects: readonly Effect[],
  operationId: OperationId,
): Outcome => {
  works.calls.push(operationId);
  const error = works.buildErrors.shift();
  if (error !== undefined) {
    throw error;
  }
  const refusal = works.buildRefusals.shift();
  if (refusal !== undefined) {
    return { kind: 'failed', refusal };
  }
  works.built.set(operationId, works.built.get(operationId) ?? effects);
  return { kind: 'done', reply: replyOf(line('Built')), facts: { place: `/srv/${operationId}` } };
};

const createOperation = (works: () => ThingWorks): Operation =>
  operation({
    name: 'thing',
    summary: 'Request a thing',
    example: '/thing lamp',
    args: {
      thing: position({
        label: 'Thing',
        hint: 'What',
        placeholder: 'lamp',
        value: text({ max: 20 }),
      }),
    },
    dryRun: true,
    action: 'image:provision',
    changes: true,
    request: thingWording,
    plan: async ({ thing }, { principal }) => {
      const refusal = works().planRefusals.shift();
      const tier = works().tiers.get(thing) ?? 'APPLICATION';
      return refusal === undefined
        ? {
            kind: 'planned',
            plan: {
              effects: [{ operation: 'thing:build', target: thing, tier }],
              // To the policy a thing is an image: so the default policies say who must approve it.
              resource: {
                type: 'Image',
                id: thing,
                attributes: {
                  tier,
                  autoApproved: tier === 'TRUSTED',
                  requester: { type: 'Principal', id: principal.id },
                },
              },
              facts: { thing },
            },
          }
        : { kind: 'refused', refusal };
    },
    execute: async (effects, { operationId }) => build(works(), effects, operationId),
  });

/** Works that have built nothing yet. */
export const createThingWorks = (): ThingWorks => {
  const works: ThingWorks = {
    operation: createOperation(() => works),
    built: new Map(),
    calls: [],
    planRefusals: [],
    buildRefusals: [],
    buildErrors: [],
    tiers: new Map(),
  };
  return works;
};
