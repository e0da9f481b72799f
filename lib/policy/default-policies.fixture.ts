import { loadPolicies } from './load-policies.ts';
import type { Decision, Question, Resource, Subject } from './policy.ts';

const policy = loadPolicies({});

/** A member of the workspace, in no group: `slack:U1`, who asked for everything below. */
export const member: Subject = { id: 'slack:U1', kind: 'member', groups: [], teams: [] };

/** Another member, who is an approver. */
export const approver: Subject = { ...member, id: 'slack:U2', groups: ['approvers'] };

const requestedBy = (id: string) => ({ requester: { type: 'Principal', id } });

/** An image for which the first member asked. */
export const image = (tier: string, autoApproved: boolean): Resource => ({
  type: 'Image',
  id: 'python:latest-dev',
  attributes: { tier, autoApproved, ...requestedBy('slack:U1') },
});

/** That member's request for it, which another, `slack:U8`, has joined. */
export const request: Resource = {
  type: 'Request',
  id: 'req-abc123',
  attributes: {
    ...requestedBy('slack:U1'),
    joiners: [{ type: 'Principal', id: 'slack:U8' }],
    operation: 'request-image',
    image: 'python:latest-dev',
    tier: 'APPLICATION',
    team: 'none',
    environment: '',
    escalated: false,
  },
};

/** `prod` where it is protected, and otherwise `dev`. */
export const environment = (isProtected: boolean): Resource => ({
  type: 'Environment',
  id: isProtected ? 'prod' : 'dev',
  attributes: { protected: isProtected },
});

/** An operation as such, where there is nothing else to ask about. */
export const operation: Resource = { type: 'Operation', id: 'request-image', attributes: {} };

/** An image that needs one approval. */
export const application = image('APPLICATION', false);

/** What the policies that ship say. */
export const ask = (
  principal: Subject,
  action: string,
  resource: Resource,
  context: NonNullable<Question['context']> = {},
): Decision => policy.decide({ principal, action, resource, context });

/** That it is permitted after so many approvals, for these reasons. */
export const permit = (approvals: number, ...reasons: string[]): Decision => ({
  kind: 'permit',
  approvals,
  reasons,
});

/** That it is denied, for these reasons. */
export const deny = (...reasons: string[]): Decision => ({ kind: 'deny', reasons });
