import { runDaemon } from './run-daemon.ts';

await runDaemon(process.env);
