import { formatCommand } from '../command/format-command.ts';
import type { CardState, Facts, RequestWording } from '../operation/operation.ts';
import { buttons, line, list, note, type Part, title } from '../reply/reply.ts';
import { operationIdArg } from './operation-id-argument.ts';
import { countLabel } from './progress-parts.ts';

/** What is remembered of what was skipped, beside the counts. */
export const skippedFact = 'skipped';

const signs = {
  waiting: '✋',
  going: '⏳',
  done: '✅',
  failed: '❌',
  cancelled: '⚪',
} as const satisfies Record<CardState['standing'], string>;

/** As `STOP - DEV`. */
export const headOf = ({ verb = '', environment = '' }: Facts): string =>
  `${verb.toUpperCase()} - ${environment.toUpperCase()}`;

const elapsedText = (millis: number): string => {
  const seconds = Math.round(millis / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const countLines = (result: Facts): readonly string[] =>
  Object.entries(result)
    .filter(([name]) => name !== skippedFact)
    .map(([name, count]) => `${countLabel(name)}: ${count}`);

const skippedParts = (result: Facts): readonly Part[] => {
  const skipped = result[skippedFact];
  return skipped === undefined || skipped === ''
    ? []
    : [line('Skipped:'), list(skipped.split('\n'))];
};

const goingParts = ({ progress, operationId }: CardState): readonly Part[] => [
  ...(progress === undefined
    ? [line('Beginning…')]
    : [...progress.shown, note(`${elapsedText(progress.elapsed)} so far`)]),
  note(`Operation ${operationId}`),
  ...(progress?.canCancel === false ? [] : [cancelButton(operationId)]),
];

const cancelButton = (operation: string): Part =>
  buttons({
    label: 'Cancel',
    style: 'danger',
    command: formatCommand(
      { name: 'infra cancel', args: { operation: operationIdArg } },
      { operation },
    ),
  });

const endNote = ({ operationId, took }: CardState): Part =>
  note(`Operation ${operationId}`, took === undefined ? '' : `, after ${elapsedText(took)}`);

const bodyOf = (state: CardState): readonly Part[] => {
  const { standing, result = {}, reason, operationId } = state;
  switch (standing) {
    case 'waiting':
      return [
        line(`It must be approved before it begins: ${reason ?? 'the policy has changed'}.`),
        note(`Operation ${operationId}`),
      ];
    case 'going':
      return goingParts(state);
    case 'done':
      return [
        line('Operation completed successfully.'),
        line('Details:'),
        list(countLines(result)),
        ...skippedParts(result),
        endNote(state),
      ];
    case 'failed':
      return [line(`Operation failed: ${reason ?? 'for an unknown reason'}`), endNote(state)];
    case 'cancelled':
      return [
        line(
          reason === undefined
            ? 'Operation cancelled before it began; nothing was done.'
            : `Operation cancelled: ${reason}. What was sent before goes on by itself.`,
        ),
        endNote(state),
      ];
    default:
      return standing satisfies never;
  }
};

const incidentParts = ({ incident }: CardState): readonly Part[] =>
  incident === undefined ? [] : [line(`🚨 Break-glass: ${incident}`)];

const environmentFields: RequestWording['subjectFields'] = ({
  environment = '',
  verb = '',
  level,
}) => [
  { label: 'Operation', value: level === undefined ? verb : `${verb} (${level})` },
  { label: 'Environment', value: environment },
];

/** How operations on environments are told: the card of the seed, which follows the operation. */
export const environmentWording: RequestWording = {
  event: 'environment.operation',
  doneEvent: 'completed',
  root: 'request',
  cardTitle: 'New Infrastructure Request',
  noun: 'infrastructure request',
  subject: headOf,
  subjectFields: environmentFields,
  detailFields: () => [],
  running: 'Running…',
  done: 'Completed successfully',
  failed: 'Failed',
  resultFields: (result) => [
    { label: 'Completed', value: result === undefined ? 'No' : 'Yes' },
    ...Object.entries(result ?? {})
      .filter(([name]) => name !== skippedFact)
      .map(([name, value]) => ({ label: countLabel(name), value })),
  ],
  ownCard: (state) => [
    title(`${signs[state.standing]} ${headOf(state.facts)}`),
    ...incidentParts(state),
    ...bodyOf(state),
  ],
};
