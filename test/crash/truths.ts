/** What the last line of a card says in each end. */
export const truths = {
  done: 'Provisioned successfully',
  failed: 'Provisioning failed',
  denied: 'Denied by',
  cancelled: 'Cancelled by',
} as const;
