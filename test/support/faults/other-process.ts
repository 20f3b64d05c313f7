/** Another program that uses a SQLite file: a process of its own, as locks of SQLite are locks of processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { root } from '../cli.js';

const library = pathToFileURL(join(root, 'adapters/sqlite/driver/child/library.ts')).href;

/** Runs a script with `database` open on the file, and waits until it prints something. Ends with the test. */
export async function otherProcess(file: string, script: string): Promise<ChildProcess> {
  const whole = `
    const { loadLibrary } = await import(${JSON.stringify(library)});
    const { existsSync, writeFileSync } = await import('node:fs');
    const Library = loadLibrary();
    const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const database = new Library(${JSON.stringify(file)}, { timeout: 5000 });
    ${script}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', whole], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error('The other process has ended.');
  return child;
}
