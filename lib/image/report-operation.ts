import { option } from '../command/arguments.ts';
import { wholeNumber } from '../command/whole-number.ts';
import type { Clock } from '../kernel/clock.ts';
import { done, type Operation, operation, operationResource } from '../operation/operation.ts';
import type { Workflow } from '../request/workflow.ts';
import { isImageRequest } from './image-request.ts';
import { reportOn } from './report.ts';
import { reportReply } from './report-reply.ts';

/** What a report is made from. */
export interface ReportPorts {
  readonly workflow: Pick<Workflow, 'list'>;
  readonly clock: Clock;
}

const name = 'request-image report';
const action = 'image:report';
const usualDays = '30';

const days = option({
  label: 'Days',
  hint: 'How many days back, from 1 to 365',
  placeholder: usualDays,
  valueName: 'n',
  default: usualDays,
  value: wholeNumber(1, 365),
});

/** `/request-image report`: how many were requested, approved and provisioned, and how fast. */
export const reportOperation = ({ workflow, clock }: ReportPorts): Operation =>
  operation({
    name,
    summary: 'Show numbers about image requests (approvers)',
    example: '/request-image report --days 30',
    args: { days },
    dryRun: false,
    action,
    changes: false,
    plan: async (values) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: action, target: 'request-image', days: values.days }],
        resource: operationResource(name),
        facts: {},
      },
    }),
    execute: async ([effect]) => {
      const requests = await workflow.list(isImageRequest);
      const report = reportOn(requests, clock.now(), Number(effect?.['days'] ?? usualDays));
      return done(reportReply(report));
    },
  });
