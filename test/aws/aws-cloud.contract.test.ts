import { describeCloud } from '../contracts/cloud.contract.ts';
import { startAwsCloud } from './aws-cloud-bench.ts';

const hour = 3_600_000;

describeCloud('AWS', async () => {
  const { cloud, clock, dispose } = await startAwsCloud();
  return { cloud, elapse: () => clock.advance(hour), dispose };
});
