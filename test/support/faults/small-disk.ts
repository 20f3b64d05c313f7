/** A file system of a few hundred kilobytes, where tests run as root on Linux: the one honest way to a full disk. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs work with a small disk at a folder, which is made. */
export async function withSmallDisk(folder: string, kilobytes: number, work: () => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (!mount(folder, kilobytes)) throw new Error(`No disk could be mounted at ${folder}.`);
  try {
    await work();
  } finally {
    spawnSync('umount', ['--lazy', folder]);
  }
}

/** Whether this machine lets the tests do that. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'tsdbt-disk-'));
  const isMounted = mount(folder, 64);
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return isMounted;
}

function mount(folder: string, kilobytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0;
}
