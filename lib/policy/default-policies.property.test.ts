import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { loadPolicies } from './load-policies.ts';
import type { AttributeValue, Decision, Question, Resource, Subject } from './policy.ts';

const policy = loadPolicies({});

const ids = fc.constantFrom('slack:U1', 'slack:U2', 'key:ci');
const requester = ids.map((id) => ({ type: 'Principal', id }));
const resourceOf = (
  type: string,
  attributes: Record<string, fc.Arbitrary<AttributeValue>>,
): fc.Arbitrary<Resource> =>
  fc.record({ type: fc.constant(type), id: fc.string(), attributes: fc.record(attributes) });

const image = resourceOf('Image', {
  tier: fc.constantFrom('BASE', 'APPLICATION', 'UNKNOWN'),
  autoApproved: fc.boolean(),
  requester,
});
const request = resourceOf('Request', {
  requester,
  joiners: fc.array(requester, { maxLength: 3 }),
  operation: fc.string(),
  image: fc.string(),
  tier: fc.constantFrom('BASE', 'APPLICATION', ''),
  team: fc.string(),
  environment: fc.string(),
  escalated: fc.boolean(),
});
const environment = resourceOf('Environment', { protected: fc.boolean() });

const whitelist = resourceOf('Whitelist', { protected: fc.boolean() });
const whitelistEntry = resourceOf('WhitelistEntry', { protected: fc.boolean(), owner: requester });

const asked = fc.oneof(
  fc.tuple(fc.constantFrom('whitelist:list', 'whitelist:add', 'whitelist:refresh'), whitelist),
  fc.tuple(fc.constantFrom('whitelist:extend', 'whitelist:remove'), whitelistEntry),
  fc.tuple(fc.constantFrom('image:request', 'image:provision'), image),
  fc.tuple(
    fc.constantFrom(
      'request:read',
      'request:approve',
      'request:deny',
      'request:cancel',
      'request:review',
    ),
    request,
  ),
  fc.tuple(
    fc.constantFrom('environment:status', 'environment:stop', 'environment:spinup'),
    environment,
  ),
);

const principal: fc.Arbitrary<Subject> = fc.record({
  id: ids,
  kind: fc.constantFrom(
    ...(['member', 'member', 'member', 'guest', 'bot', 'deactivated', 'key', 'system'] as const),
  ),
  groups: fc.subarray(['approvers', 'break-glass', 'escalation', 'others']),
  teams: fc.subarray(['data-engineering', 'web']),
});

const questions: fc.Arbitrary<Question> = fc
  .record({
    principal,
    asked,
    context: fc.record({ frozen: fc.boolean(), breakGlass: fc.boolean() }),
  })
  .map(({ asked: [action, resource], ...rest }) => ({ ...rest, action, resource }));

/** A question together with the name of one of the resource's attributes. */
const withAttribute = questions.chain((question) =>
  fc
    .constantFrom(...Object.keys(question.resource.attributes))
    .map((name) => [question, name] as const),
);

const withAttributes = (
  question: Question,
  attributes: Record<string, AttributeValue>,
): Question => ({ ...question, resource: { ...question.resource, attributes } });

const expectFault = (decision: Decision): void => {
  expect(decision).toMatchObject({ kind: 'deny', fault: expect.any(String) });
};

const typeName = (value: AttributeValue | undefined): string =>
  Array.isArray(value) ? 'list' : typeof value;

const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.array(fc.string()),
  fc.record({ type: fc.constant('Group'), id: fc.string() }),
  fc.record({ type: fc.string(), id: fc.string() }).filter(({ type }) => type !== 'Principal'),
);

describe('the default policies never fall open', () => {
  it('answers every well-formed question without a fault, and the same one twice alike', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = policy.decide(question);
        expect(decision).not.toHaveProperty('fault');
        expect(decision.reasons).not.toHaveLength(0);
        expect(policy.decide(question)).toEqual(decision);
      }),
    );
  });

  it('denies with a fault when any attribute of the resource is taken away', () => {
    fc.assert(
      fc.property(withAttribute, ([question, name]) => {
        const { [name]: _taken, ...rest } = question.resource.attributes;
        expectFault(policy.decide(withAttributes(question, rest)));
      }),
    );
  });

  it('denies with a fault when any attribute has another type', () => {
    fc.assert(
      fc.property(withAttribute, anyValue, ([question, name], value) => {
        const { attributes } = question.resource;
        fc.pre(typeName(value) === 'object' || typeName(value) !== typeName(attributes[name]));
        expectFault(policy.decide(withAttributes(question, { ...attributes, [name]: value })));
      }),
    );
  });

  it('denies with a fault when there is an attribute that the schema does not know', () => {
    fc.assert(
      fc.property(questions, fc.string(), anyValue, (question, name, value) => {
        const { attributes } = question.resource;
        fc.pre(!(name in attributes) && name !== '__proto__');
        expectFault(policy.decide(withAttributes(question, { ...attributes, [name]: value })));
      }),
    );
  });

  it('denies with a fault when the action is not declared', () => {
    fc.assert(
      fc.property(questions, fc.string(), (question, suffix) => {
        const action = `${question.action}x${suffix}`;
        expectFault(policy.decide({ ...question, action }));
        expectFault(policy.permits({ ...question, action }, 5));
      }),
    );
  });

  it('denies with a fault when the action is not for this type of resource', () => {
    fc.assert(
      fc.property(questions, fc.string(), (question, type) => {
        fc.pre(type !== question.resource.type && type !== 'Operation');
        expectFault(policy.decide({ ...question, resource: { ...question.resource, type } }));
      }),
    );
  });
});

describe('approvals', () => {
  it('are monotone: permits says yes from the number of decide on, and no below', () => {
    fc.assert(
      fc.property(questions, fc.nat({ max: 9 }), (question, approvals) => {
        const decision = policy.decide(question);
        const enough = decision.kind === 'permit' && approvals >= decision.approvals;
        expect(policy.permits(question, approvals).kind).toBe(enough ? 'permit' : 'deny');
      }),
    );
  });

  it('permit nothing when their number is no number', () => {
    fc.assert(
      fc.property(questions, fc.constantFrom(-1, 1.5, Number.NaN, Infinity), (question, count) => {
        expectFault(policy.permits(question, count));
      }),
    );
  });
});
