import { createHash } from 'node:crypto';
import type { UserInfo } from '../../lib/contract/call-header.ts';
import type { StoredOperation } from '../../lib/environment/operation-store.ts';
import { type EpochMillis, toIsoTime } from '../../lib/kernel/clock.ts';

/** On whose behalf the guard stops what AWS restarted. */
export const guardUser: UserInfo = {
  user_id: 'system:guard',
  username: 'guard',
  display_name: 'The guard of stopped databases',
};

/** Why the guard stops a database: RDS starts what was stopped for seven days. */
export const guardReason = 'AWS starts stopped databases again after seven days';

/** Whether the guard began this operation. */
export const isByGuard = ({ by }: Pick<StoredOperation, 'by'>): boolean =>
  by.user_id === guardUser.user_id;

const hexDigits = 12;

/** The id of the guard's operation on an environment: one an hour, so that it neither races itself nor repeats a failure every minute. */
export const guardOperationId = (environment: string, now: EpochMillis): string => {
  const hour = toIsoTime(now).slice(0, 'yyyy-mm-ddThh'.length);
  const digest = createHash('sha256').update(`guard ${environment} ${hour}`).digest('hex');
  return `op-${digest.slice(0, hexDigits)}`;
};
