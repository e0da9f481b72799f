/** What the last line of a card says in each end. */
export const truths = {
  done: 'Provisioned successfully',
  failed: 'Provisioning failed',
  denied: 'Denied by',
  cancelled: 'Cancelled by',
  expired: 'Expired',
} as const;

/** What the direct message about an end says. */
export const news = {
  done: 'has been approved!',
  failed: 'it failed',
  denied: 'was denied',
  cancelled: 'was cancelled',
  expired: 'has expired',
} as const;

/** The same of an end that nobody had approved. */
export const unapprovedNews = 'went through without approval';
