import type { OperationProgress } from '../contract/orchestrator.ts';
import { line, list, type Part } from '../reply/reply.ts';

type Step = OperationProgress['steps'][number];

const signs = {
  pending: '▫️',
  running: '⏳',
  succeeded: '✅',
  failed: '❌',
  skipped: '⏭️',
} as const satisfies Record<Step['state'], string>;

/** More lines than this are not read. */
const mostLines = 30;

const barLength = 10;

const barOf = (steps: readonly Step[]): string => {
  const all = steps.filter(({ state }) => state !== 'skipped');
  const done = all.filter(({ state }) => state === 'succeeded');
  const filled = all.length === 0 ? barLength : Math.floor((done.length / all.length) * barLength);
  return `${'▓'.repeat(filled)}${'░'.repeat(barLength - filled)} ${done.length} of ${all.length}`;
};

const stepLine = ({ name, state, detail }: Step): string =>
  `${signs[state]} ${name}${detail === undefined ? '' : ` – ${detail}`}`;

/** The steps, one line each; of very many, those that are not done come first. */
export const stepLines = (steps: readonly Step[]): readonly string[] => {
  const shown =
    steps.length <= mostLines
      ? steps
      : steps.toSorted((a, b) => Number(a.state === 'succeeded') - Number(b.state === 'succeeded'));
  const rest = steps.length - mostLines;
  return [...shown.slice(0, mostLines).map(stepLine), ...(rest > 0 ? [`… and ${rest} more`] : [])];
};

/** How far an operation is: a bar, and a line for each resource. */
export const progressParts = ({ steps }: Pick<OperationProgress, 'steps'>): readonly Part[] => [
  line(barOf(steps)),
  list(stepLines(steps)),
];

const abbreviations = new Set(['ecs', 'rds']);

/** `ecs_services_stopped` as people read it: `ECS services stopped`. */
export const countLabel = (name: string): string => {
  const words = name
    .split('_')
    .map((word) => (abbreviations.has(word) ? word.toUpperCase() : word));
  const [first = '', ...rest] = words;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ');
};
