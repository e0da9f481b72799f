/** Where the sandbox's parts are, for people. */
export interface Places {
  readonly pageUrl: string;
  readonly ledger: string;
  readonly log: string;
}

/** What is printed when the sandbox is ready: where to look, and stories to try. */
export const introduction = ({ pageUrl, ledger, log }: Places): string => `
Quartermaster is ready: open ${pageUrl}

Try this:
  1. As Dana, in #general, type:  /request-image python:latest-dev --justification "Need for ML training"
  2. Switch to Alice (left side), open #image-approvals, and press Approve. Watch the card change.
  3. Switch back to Dana: a direct message says where the image is.
  4. As Dana, type /request-image alone: a form opens. Send it; as Alice, press Deny and give a reason.
  5. As anybody, type:  /infra status dev, then /infra stop dev, and watch its card; /infra start dev brings it back
  6. As Dana, add --break-glass "INC-1: the shop is down" to a request: it is provisioned at once, and Alice must sign it off.
     As Alice, type:  /request-image admin-list, or report. #platform has the numbers at a glance half a minute later.
  7. Try what must not work: a guest (Gwen) who asks, or Alice who approves her own request.

The audit trail: ${ledger}
The daemon's log: ${log}
Ctrl-C stops everything.
`;
