import { noSeams } from '../../app/daemon/seams.ts';
import { tameRuntime } from '../../app/daemon/tame-runtime.ts';
import { clockByFile } from './skipping.ts';

/** The daemon as it is, but with a clock that a test sets forward. */
tameRuntime();
const { runDaemon } = await import('../../app/daemon/run-daemon.ts');
await runDaemon(process.env, { ...noSeams, clock: clockByFile });
