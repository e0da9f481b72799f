import { tameRuntime } from './tame-runtime.ts';

tameRuntime();

// Loading takes a moment, in which there is nothing to drain yet.
const leave = (): never => process.exit(0);
process.on('SIGTERM', leave).on('SIGINT', leave);
const { runDaemon } = await import('./run-daemon.ts');
process.off('SIGTERM', leave).off('SIGINT', leave);

await runDaemon(process.env);
