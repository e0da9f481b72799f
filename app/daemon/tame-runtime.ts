import { setFlagsFromString } from 'node:v8';

/**
 * Sets the flags of V8 that the daemon needs; call it before the daemon is loaded. Node 20's V8 inlines calls into WebAssembly (the
 * policy is one) and, rarely, ends the process with "unreachable code" when it takes such a call apart again
 * (Deoptimizer::DoComputeBuiltinContinuation). Later versions are not known to.
 */
export const tameRuntime = (): void => {
  if (process.versions.node.startsWith('20.')) {
    setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  }
};
