/** Looks at the processes of the system: which children a process has, and whether one is still there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The processes in which SQLite works for a process. */
export function databaseProcesses(parent: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, ppid, ...args] = line.trim().split(/\s+/);
    return Number(ppid) === parent && args.join(' ').includes('driver/child/entry') ? [Number(pid)] : [];
  });
}

/** Whether a process runs: one that has ended may keep its number for seconds, until whoever inherited it looks. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
