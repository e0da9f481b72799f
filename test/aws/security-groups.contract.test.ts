import { describeSecurityGroups } from '../contracts/security-groups.contract.ts';
import { startSecurityGroups } from './security-groups-bench.ts';

describeSecurityGroups('EC2', async () => {
  const { groups, addRule, dispose } = await startSecurityGroups();
  return {
    groups,
    environment: 'dev',
    addUnmanaged: async ({ address, port, description }) =>
      addRule({ v4: address, from: port, to: port, description }),
    dispose,
  };
});
