import { createSimulatedGroups } from '../../app/sandbox/cloud/simulated-groups.ts';
import { describeSecurityGroups } from './security-groups.contract.ts';

describeSecurityGroups('simulated', async () => {
  const groups = createSimulatedGroups({ dev: ['sg-0123456789abcdef0'] });
  return {
    groups,
    environment: 'dev',
    addUnmanaged: async (rule) => groups.addUnmanaged('sg-0123456789abcdef0', rule),
    dispose: async () => {},
  };
});
