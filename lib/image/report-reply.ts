import type { Millis } from '../kernel/clock.ts';
import { showSpan } from '../kernel/show-time.ts';
import {
  type Field,
  fields,
  line,
  list,
  note,
  type Reply,
  replyOf,
  title,
} from '../reply/reply.ts';
import { type ImageReport, percentOf, type ReportCore, type Share } from './report.ts';

/** More teams than this are counted. */
const mostTeams = 20;

const showShare = (share: Share): string => {
  const percent = percentOf(share);
  return percent === undefined ? 'none yet' : `${percent} % (${share.count} of ${share.of})`;
};

/** Whole numbers as they are, others to one decimal. */
const showAverage = (value: number): string => String(Math.round(value * 10) / 10);

const showTime = (time: Millis | undefined): string =>
  time === undefined ? 'none yet' : showSpan(time);

const timeField = ({ median, p90, approvedByPeople }: ImageReport): Field => ({
  label: 'Time to approve',
  value:
    approvedByPeople === 0
      ? 'nothing was approved by people'
      : `median ${showTime(median)}, 90 % within ${showTime(p90)} (of ${approvedByPeople} that people approved)`,
});

const errorField = ({ errors }: ImageReport): readonly Field[] =>
  errors.length === 0
    ? []
    : [
        {
          label: 'Errors',
          value: errors.map(({ code, count }) => `${code} ${count}`).join(', '),
        },
      ];

const numbers = (report: ImageReport): readonly Field[] => {
  const { average, current, pending, expired, cancelled, breakGlass } = report;
  return [
    {
      label: 'Requests',
      value: `${report.requests} (on average ${showAverage(average.day)} a day, ${showAverage(average.week)} a week, ${showAverage(average.month)} a month)`,
    },
    {
      label: 'Current requests',
      value: `${current.day} today, ${current.week} this week, ${current.month} this month`,
    },
    { label: 'Approval rate', value: showShare(report.approved) },
    {
      label: 'Not decided',
      value: `${pending} pending, ${expired} expired, ${cancelled} cancelled`,
    },
    timeField(report),
    { label: 'Provisioned', value: showShare(report.provisioned) },
    ...errorField(report),
    { label: 'Break-glass', value: `${breakGlass.uses}, ${breakGlass.unreviewed} not reviewed` },
  ];
};

const teamLine = ({
  team,
  requests,
  approved,
  median,
  p90,
  provisioned,
}: ReportCore & { readonly team: string }) =>
  `${team}: ${requests} request${requests === 1 ? '' : 's'}, approval rate ${showShare(approved)}, median time to approve ${showTime(median)}${p90 === undefined ? '' : `, 90 % within ${showSpan(p90)}`}, provisioned ${showShare(provisioned)}`;

/** A report in words. */
export const reportReply = (report: ImageReport): Reply => {
  const { days, requests, teams } = report;
  const head = title(`Image requests: the last ${days === 1 ? 'day' : `${days} days`}`);
  if (requests === 0) {
    return replyOf(head, line('There were no requests.'));
  }
  const rest = teams.length - mostTeams;
  return replyOf(
    head,
    fields(...numbers(report)),
    line('By team:'),
    list(teams.slice(0, mostTeams).map(teamLine)),
    ...(rest > 0 ? [note(`and ${rest} more team${rest === 1 ? '' : 's'}`)] : []),
    note('Requests made in this time. Days, weeks from Monday, and months are those of UTC.'),
  );
};
