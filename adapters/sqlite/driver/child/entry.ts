/**
 * The process that owns one SQLite connection. It answers one request after the other and ends with its parent;
 * being killed is how a statement is cancelled.
 */
import { Worker } from 'node:worker_threads';
import type { ChildAnswer, ChildMessage } from '../protocol.js';
import { createConnection } from './connection.js';
import { toChildError } from './statement-error.js';

/** The main thread may be inside a statement for minutes; this thread sees that the parent has died and ends the process. */
const watchParent = `
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);
`;

function main(): void {
  const connection = createConnection();
  // The terminal and the system send these to the whole group; what they mean is decided by the parent.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
  process.on('disconnect', () => process.exit());
  new Worker(watchParent, { eval: true, execArgv: [] }).unref();
  process.on('message', ({ id, config, request }: ChildMessage) => {
    const answer = (part: Pick<ChildAnswer, 'results' | 'error'>): void => {
      const whole: ChildAnswer = {
        id,
        inTransaction: connection.inTransaction(),
        mayLend: connection.mayLend(),
        ...part,
      };
      process.send!(whole, undefined, undefined, () => {
        if (request.op === 'close') process.disconnect();
      });
    };
    try {
      if (config !== null) connection.handle({ op: 'open', config });
      answer({ results: connection.handle(request), error: null });
    } catch (error) {
      answer({ results: [], error: toChildError(error) });
    }
  });
}

main();
