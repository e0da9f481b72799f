import { queryObjects } from 'node:v8';
import { SocketModeClient } from '@slack/socket-mode';

/**
 * The daemon as it is, but for saying at SIGUSR2 what it holds, as a line `measured`: `clients` of socket-mode that cannot be
 * collected, open TCP connections, `timers` that keep it alive, and the heap in use, in bytes, after a collection.
 */
process.on('SIGUSR2', () => {
  // This collects garbage before it counts.
  const clients = queryObjects(SocketModeClient, { format: 'count' });
  const resources = process.getActiveResourcesInfo();
  const measured = {
    clients,
    connections: resources.filter((name) => name === 'TCPSocketWrap').length,
    timers: resources.filter((name) => name === 'Timeout').length,
    heap: process.memoryUsage().heapUsed,
  };
  process.stdout.write(`${JSON.stringify({ event: 'measured', ...measured })}\n`);
});

await import('../../app/daemon/main.ts');
