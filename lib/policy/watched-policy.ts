import type { Log } from '../kernel/log.ts';
import type { Decision, Policy, Question } from './policy.ts';

/** The same policy, whose faults are alarms in the log: a denial because something is broken must not pass for a rule. */
export const watchPolicy = (policy: Policy, log: Log): Policy => {
  const watched = (question: Question, decision: Decision): Decision => {
    if (decision.kind === 'deny' && decision.fault !== undefined) {
      const { principal, action, resource } = question;
      log.error('policy.fault', {
        fault: decision.fault,
        principal: principal.id,
        action,
        resource: `${resource.type} ${resource.id}`,
      });
    }
    return decision;
  };
  return {
    decide: (question) => watched(question, policy.decide(question)),
    permits: (question, approvals) => watched(question, policy.permits(question, approvals)),
  };
};
