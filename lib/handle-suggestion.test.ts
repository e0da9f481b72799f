import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createSuggestionHandler,
  type SuggestionHandler,
  type Typing,
} from './handle-suggestion.ts';
import { someMember } from './identity/principal.fixture.ts';
import type { Principal } from './identity/principal.ts';
import { createManualClock, type ManualClock } from './kernel/manual-clock.ts';
import { createRecordingLog, type RecordingLog } from './kernel/recording-log.fixture.ts';
import { createCatalogue } from './operation/catalogue.ts';
import {
  type Operation,
  type OperationContext,
  operation,
  planOfItself,
  type Suggest,
} from './operation/operation.ts';
import type { Question } from './policy/policy.ts';

const dana = someMember;
const typing: Typing = {
  principal: dana.id,
  operation: 'fetch',
  argument: 'thing',
  typed: 'sti',
};
const stick = { value: 'stick', text: 'stick (wood)' };

let clock: ManualClock;
let log: RecordingLog;
let asked: Question[];
let contexts: OperationContext[];
let suggest: Suggest;
let verdict: 'permit' | 'deny';
let identify: (id: string) => Promise<Principal | undefined>;

beforeEach(() => {
  clock = createManualClock();
  log = createRecordingLog();
  asked = [];
  contexts = [];
  suggest = async (typed) => (typed === 'sti' ? [stick] : []);
  verdict = 'permit';
  identify = async (id) => (id === dana.id ? dana : undefined);
});

const fetching = (more: Partial<Operation> = {}): Operation => ({
  ...operation({
    name: 'fetch',
    summary: 'Fetch something',
    example: '/fetch',
    args: {},
    dryRun: false,
    action: 'thing:fetch',
    changes: true,
    plan: async () => planOfItself('fetch', 'thing:fetch', ''),
    execute: () => Promise.reject(new Error('nobody fetches anything here')),
  }),
  proposal: 'thing:ask',
  suggest: {
    thing: (typed, context) => {
      contexts.push(context);
      return suggest(typed, context);
    },
  },
  ...more,
});

const createHandler = (declared = fetching()): SuggestionHandler =>
  createSuggestionHandler({
    catalogue: createCatalogue([declared]),
    identify,
    policy: {
      decide: (question) => {
        asked.push(question);
        return verdict === 'permit'
          ? { kind: 'permit', approvals: 0, reasons: [] }
          : { kind: 'deny', reasons: ['no'] };
      },
      permits: () => ({ kind: 'deny', reasons: ['never asked'] }),
    },
    ids: { request: () => 'req-fresh1', operation: () => 'op-fresh1' },
    clock,
    log,
  });

describe('suggesting', () => {
  it('asks the operation, on behalf of whoever types', async () => {
    expect(await createHandler()(typing)).toEqual([stick]);
    expect(contexts).toEqual([
      { principal: dana, requestId: 'req-fresh1', operationId: 'op-fresh1' },
    ]);
  });

  it('asks the policy first whether they may propose the operation', async () => {
    await createHandler()(typing);
    expect(asked).toEqual([
      {
        principal: dana,
        action: 'thing:ask',
        resource: { type: 'Operation', id: 'fetch', attributes: {} },
      },
    ]);
  });

  it('shows nothing to whoever is denied, and does not ask the operation', async () => {
    verdict = 'deny';
    expect(await createHandler()(typing)).toEqual([]);
    expect(contexts).toEqual([]);
  });

  it('shows nothing to strangers, and does not ask the policy', async () => {
    expect(await createHandler()({ ...typing, principal: 'slack:U9' })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('shows nothing of an operation that asks the policy no such question', async () => {
    const { proposal: _none, ...declared } = fetching();
    expect(await createHandler(declared)(typing)).toEqual([]);
    expect(contexts).toEqual([]);
  });

  it.each([
    ['an operation that is gone', { operation: 'throw' }],
    ['an argument that is not picked', { argument: 'place' }],
    ['an argument that no object has of its own', { argument: 'constructor' }],
  ])('shows nothing for %s', async (_what, other) => {
    expect(await createHandler()({ ...typing, ...other })).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  it('shows a hundred of many', async () => {
    suggest = async () =>
      Array.from({ length: 101 }, (_, index) => ({ value: `${index}`, text: `${index}` }));
    const suggested = await createHandler()(typing);
    expect(suggested).toHaveLength(100);
    expect(suggested.at(-1)?.value).toBe('99');
  });
});

describe('a suggestion that fails', () => {
  it.each([
    ['the operation', () => (suggest = () => Promise.reject(new Error('odd')))],
    ['the directory', () => (identify = () => Promise.reject(new Error('odd')))],
    [
      'the operation before it promises anything',
      () =>
        (suggest = () => {
          throw new Error('odd');
        }),
    ],
  ])('by %s is nothing, and a line in the log', async (_what, breakIt) => {
    breakIt();
    expect(await createHandler()(typing)).toEqual([]);
    expect(log.of('suggestion.failed')).toEqual([
      expect.objectContaining({
        level: 'warn',
        operation: 'fetch',
        argument: 'thing',
        error: 'odd',
      }),
    ]);
  });

  it('by taking too long is nothing after two seconds', async () => {
    suggest = () => new Promise(() => undefined);
    const suggested: unknown[] = [];
    void createHandler()(typing).then((found) => suggested.push(found));
    await clock.advance(1_999);
    expect(suggested).toEqual([]);
    await clock.advance(1);
    expect(suggested).toEqual([[]]);
    expect(log.of('suggestion.failed')).toHaveLength(1);
  });
});
