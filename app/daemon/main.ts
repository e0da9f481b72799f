import { setFlagsFromString } from 'node:v8';

// Node 20's V8 inlines calls into WebAssembly (the policy is one) and, rarely, ends the process with "unreachable code" when
// it takes such a call apart again (Deoptimizer::DoComputeBuiltinContinuation). Later versions are not known to.
if (process.versions.node.startsWith('20.')) {
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}

// Loading takes a moment, in which there is nothing to drain yet.
const leave = (): never => process.exit(0);
process.on('SIGTERM', leave).on('SIGINT', leave);
const { runDaemon } = await import('./run-daemon.ts');
process.off('SIGTERM', leave).off('SIGINT', leave);

await runDaemon(process.env);
