/** Runs a process and watches how much memory it and its children hold together, where the system tells it (Linux). */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface TreeCost {
  /** Milliseconds from its start to its end. */
  readonly wall: number;
  /** Bytes that all of its processes held at most at one moment; null where it is not known. */
  readonly memory: number | null;
}

const EVERY_MS = 10;

/** A script of Node. Fails when the process does. */
export async function measureTree(words: readonly string[], cwd: string): Promise<TreeCost> {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  let memory: number | null = null;
  const timer = setInterval(() => {
    const held = memoryOf(child.pid!);
    if (held > 0) memory = Math.max(memory ?? 0, held);
  }, EVERY_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}.`);
  return { wall: performance.now() - started, memory };
}

function memoryOf(pid: number): number {
  const place = `/proc/${pid}`;
  if (!existsSync(`${place}/task/${pid}/children`)) return 0;
  try {
    const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`${place}/status`, 'utf8'));
    const children = readFileSync(`${place}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const own = resident === null ? 0 : Number(resident[1]) * 1024;
    return children.reduce((sum, each) => sum + memoryOf(Number(each)), own);
  } catch {
    // It has ended between two looks.
    return 0;
  }
}
