import { describe, expect, it } from '@jest/globals';
import { someMember } from '../identity/principal.fixture.ts';
import type { Principal } from '../identity/principal.ts';
import { loadPolicies } from '../policy/load-policies.ts';
import { decideOn } from './decide-on.ts';
import { createFindFreeze, type Freeze } from './freeze.ts';
import { type Operation, operation, type Plan } from './operation.ts';

const policy = loadPolicies({});

const dana = someMember;
const breaker: Principal = { ...dana, groups: ['break-glass'] };

const declare = (name: string, action: string): Operation =>
  operation({
    name,
    summary: name,
    example: `/${name}`,
    args: {},
    dryRun: false,
    action,
    changes: true,
    plan: async () => ({ kind: 'refused', refusal: { code: 'X', message: 'not asked' } }),
    execute: async () => ({ kind: 'failed', refusal: { code: 'X', message: 'not asked' } }),
  });

const provision = declare('request-image', 'image:provision');
const stop = declare('infra stop', 'environment:stop');

const image = (tier: string, autoApproved = false): Plan => ({
  effects: [],
  resource: {
    type: 'Image',
    id: 'python',
    attributes: { tier, autoApproved, requester: { type: 'Principal', id: dana.id } },
  },
  facts: {},
});
const dev: Plan = {
  effects: [],
  resource: { type: 'Environment', id: 'dev', attributes: { protected: false } },
  facts: {},
};

const christmas: Freeze = {
  name: 'christmas',
  from: 0,
  to: 2_000,
  until: '2027-01-02 00:00 UTC',
  environments: undefined,
  operations: ['infra *'],
  reason: 'nobody is here',
};

const decide = (
  principal: Principal,
  asked: Operation,
  plan: Plan,
  incident?: string,
  ...freezes: readonly Freeze[]
) =>
  decideOn(
    { policy, findFreeze: createFindFreeze(freezes, () => 1_000) },
    principal,
    { operation: asked, values: incident === undefined ? {} : { 'break-glass': incident } },
    plan,
  );

describe('the decision on a plan', () => {
  it('is that of the policy where no glass is broken', () => {
    expect(decide(breaker, provision, image('BASE'))).toEqual({
      decision: {
        kind: 'permit',
        approvals: 2,
        reasons: ['an image needs one approval', 'base images need two approvals'],
      },
    });
  });

  it('needs no approval, and names the incident, where the glass is broken by whoever may', () => {
    for (const tier of ['APPLICATION', 'BASE']) {
      expect(decide(breaker, provision, image(tier), 'INC-1')).toMatchObject({
        decision: { kind: 'permit', approvals: 0 },
        incident: 'INC-1',
      });
    }
  });

  it('is a denial for whoever may not break it, who then knows how to ask as usual', () => {
    expect(decide(dana, provision, image('APPLICATION'), 'INC-1')).toEqual({
      decision: {
        kind: 'deny',
        reasons: [
          'only the members of the break-glass group may use --break-glass; without it this is asked for as usual',
        ],
      },
    });
  });

  it('counts no glass as broken that stands in nobody’s way', () => {
    const calm = decide(breaker, stop, dev, 'INC-1');
    expect(calm).toMatchObject({ decision: { kind: 'permit', approvals: 0 } });
    expect(calm).not.toHaveProperty('incident');
    expect(decide(breaker, provision, image('AI', true), 'INC-1')).not.toHaveProperty('incident');
  });

  it('passes over a freeze for an incident, and only then', () => {
    expect(decide(breaker, stop, dev, 'INC-1', christmas)).toMatchObject({
      decision: { kind: 'permit', approvals: 0 },
      incident: 'INC-1',
    });
    for (const [who, incident] of [
      [breaker, undefined],
      [dana, 'INC-1'],
    ] as const) {
      expect(decide(who, stop, dev, incident, christmas)).toEqual({
        decision: {
          kind: 'deny',
          reasons: ['frozen until 2027-01-02 00:00 UTC (christmas: nobody is here)'],
        },
      });
    }
  });

  it('stays a denial where it is not the glass that is in the way', () => {
    const protectedOne: Plan = {
      ...dev,
      resource: { type: 'Environment', id: 'prod', attributes: { protected: true } },
    };

    const decided = decide(breaker, stop, protectedOne, 'INC-1');
    expect(decided.decision.kind).toBe('deny');
    expect(decided).not.toHaveProperty('incident');
  });
});
