/** Which process keeps others from writing a SQLite file, where the system tells (Linux): SQLite's locks are the system's. */
import { readFileSync, statSync } from 'node:fs';

/** Bytes of the main file that a writer locks (pending, reserved, shared), and the byte of the shared memory in WAL mode. */
const MAIN_FIRST = 0x4000_0000;
const MAIN_LAST = MAIN_FIRST + 512;
const WAL_WRITE = 120;

/** `python3 (process 4711)`, or null when it cannot be known. */
export function lockHolder(file: string, locks: string | null = readText('/proc/locks')): string | null {
  const main = inodeOf(file);
  const shared = inodeOf(`${file}-shm`);
  for (const line of (locks ?? '').split('\n')) {
    // 12: POSIX  ADVISORY  WRITE 4711 08:01:131074 120 120
    const [, , , mode, pid = '', place = '', first = '', last = ''] = line.trim().split(/\s+/);
    const inode = place.split(':').at(-1);
    const isMain = inode === main && Number(last) >= MAIN_FIRST && Number(first) <= MAIN_LAST;
    const isShared = inode === shared && Number(first) <= WAL_WRITE && Number(last) >= WAL_WRITE;
    if (mode !== 'WRITE' || !(isMain || isShared) || !(Number(pid) > 0) || Number(pid) === process.pid) continue;
    const name = readText(`/proc/${pid}/comm`)?.trim();
    return name === undefined ? `process ${pid}` : `${name} (process ${pid})`;
  }
  return null;
}

function inodeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : String(found.ino);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
