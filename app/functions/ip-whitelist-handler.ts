import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { clientSettings } from '../../lib/aws/client-settings.ts';
import { createDynamoEntryStore } from '../../lib/aws/dynamodb-entry-store.ts';
import { createEc2SecurityGroups } from '../../lib/aws/ec2-security-groups.ts';
import { whitelistConfigurationSchema } from '../../lib/aws/whitelist-configuration.ts';
import { randomIds } from '../../lib/kernel/ids.ts';
import { createIpWhitelist } from './ip-whitelist.ts';
import type { HandlerOptions } from './orchestrator-handler.ts';
import { type FunctionEnvironment, readConfiguration } from './read-configuration.ts';

/** What an EventBridge rule with a schedule sends. */
const minuteEventSchema = z.looseObject({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
});

const scheduler = {
  user_id: 'system:scheduler',
  username: 'scheduler',
  display_name: 'Scheduler',
};

/** The call that the minute schedule stands for. Nothing is remembered of its operation id. */
const expireCall = () => ({
  action: 'expire',
  operation_id: randomIds.operation(),
  user_info: scheduler,
});

/**
 * The whitelist over an AWS account: clients and configuration are made once. It takes the calls of the daemon, and EventBridge's event of
 * every minute as the call `expire`. Throws where IP_WHITELIST_CONFIG_JSON does not hold a configuration.
 */
export const createIpWhitelistHandler = (
  environment: FunctionEnvironment,
  { clock, log, client = {} }: HandlerOptions,
) => {
  const configuration = readConfiguration(
    whitelistConfigurationSchema,
    environment,
    'IP_WHITELIST_CONFIG_JSON',
  );
  const dynamo = new DynamoDBClient(clientSettings(client));
  const whitelist = createIpWhitelist({
    store: createDynamoEntryStore(dynamo, configuration.table),
    groups: createEc2SecurityGroups(new EC2Client(clientSettings(client)), configuration),
    clock,
    log,
    rules: {
      minPrefixV4: configuration.min_prefix_v4,
      minPrefixV6: configuration.min_prefix_v6,
      allowRanges: configuration.allow_ranges,
    },
  });
  return (event: unknown) =>
    whitelist(minuteEventSchema.safeParse(event).success ? expireCall() : event);
};
