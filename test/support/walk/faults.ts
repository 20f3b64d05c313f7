/** Puts a fault of a walk at a statement of a run. */
import { readFileSync } from 'node:fs';
import type { Message, Watch } from '../faults/watched-adapter.js';
import type { Fault } from './steps.js';

/** A watch that lets everything pass until the statement of the fault. */
export function faultWatch({ kind, statement }: Fault, cancel: () => void): Watch {
  const faults: Readonly<Record<Fault['kind'], (message: Message) => Promise<void>>> = {
    kill: () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    },
    lose: loseConnection,
    cancel: async () => cancel(),
  };
  return {
    before: async (message) => {
      if (message.number === statement) await faults[kind](message);
    },
  };
}

/** Ends the server's process behind the session, or the child processes that hold a SQLite file. */
async function loseConnection({ session }: Message): Promise<void> {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const databases = children.filter((pid) => pid !== '' && commandOf(pid).includes('sqlite/driver/child'));
  for (const pid of databases) process.kill(Number(pid), 'SIGKILL');
  if (databases.length === 0) await session.execute('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
