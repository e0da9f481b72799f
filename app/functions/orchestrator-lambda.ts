import { systemClock } from '../../lib/kernel/clock.ts';
import { createFunctionLog } from './function-log.ts';
import { createOrchestratorHandler } from './orchestrator-handler.ts';

const { AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = process.env;
const secrets = [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN].filter((each) => each !== '');
const log = createFunctionLog((line) => process.stdout.write(`${line}\n`), secrets);

/** What Lambda calls: set its handler to `orchestrator.handler`. Made once for each cold start. */
export const handler = createOrchestratorHandler(process.env, { clock: systemClock, log });
