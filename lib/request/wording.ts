import type { Operation, RequestWording } from '../operation/operation.ts';

/** The root of the operations on whatever request; nobody needs to type it, but the buttons of cards do. */
export const anyRequestRoot = 'request';

/** How a request is told whose operation has no words of its own, because a policy made it need approval. */
const plainWording = (name: string): RequestWording => ({
  event: 'operation.request',
  doneEvent: 'completed',
  root: anyRequestRoot,
  cardTitle: 'New Request',
  noun: 'request',
  subject: (facts) => facts['command'] ?? `/${name}`,
  subjectFields: (facts) => Object.entries(facts).map(([label, value]) => ({ label, value })),
  detailFields: () => [{ label: 'Operation', value: name }],
  running: 'Running…',
  done: 'Completed successfully',
  failed: 'Failed',
  resultFields: (result) => [{ label: 'Completed', value: result === undefined ? 'No' : 'Yes' }],
});

/** The words for the requests of the operation of this name, also when it is not there any more. */
export const wordingFor = (name: string, operation: Operation | undefined): RequestWording =>
  operation?.request ?? plainWording(name);
