import type { Resource } from '../policy/policy.ts';
import type { Environments } from './arguments.ts';

/** An environment as the policy sees it; one that the configuration does not know is protected. */
export const environmentResource = (environments: Environments, name: string): Resource => ({
  type: 'Environment',
  id: name,
  attributes: { protected: environments.all.get(name)?.protected ?? true },
});
