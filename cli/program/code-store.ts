/**
 * Code that V8 has compiled, kept for the next process in a folder of the user, never in a project: whoever may write there may
 * have anything executed. What is not this user's alone is neither read nor written, and nothing here ever fails.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { arch, getuid, pid, platform, version } from 'node:process';
import { cachedDataVersionTag } from 'node:v8';

/** What is kept under one name. */
interface KeptCode {
  /** Null when there is none, or none that can be trusted. */
  readonly read: () => Buffer | null;
  readonly write: (code: Buffer) => void;
}

export interface CodeStore {
  /** The place for what all of these tell apart; this Node and this machine do so too. */
  readonly placeOf: (parts: readonly (Buffer | string)[]) => KeptCode;
}

const SUFFIX = '.code';
/** So many files are kept: some versions with some commands each, at one to two megabytes. */
const MOST_FILES = 32;
const DIGEST_BYTES = 32;
const DAY_MS = 86_400_000;

/** The user's folder of kept code; null where it is switched off, or where there is no such folder. */
export function openCodeStore(env: NodeJS.ProcessEnv): CodeStore | null {
  if (env.TSDBT_CODE_CACHE === '0') return null;
  const parent = cachesOf(env);
  const folder = parent === null ? null : join(parent, 'tsdbt');
  if (parent === null || folder === null || !makePrivate(parent, folder)) return null;
  return { placeOf: (parts) => keptAt(folder, nameOf(parts)) };
}

/** Where this system has programs keep what they can make again. A path that is relative is none, as it may lead into a project. */
function cachesOf({ XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | null {
  const found = [
    ...(XDG_CACHE_HOME ? [XDG_CACHE_HOME] : []),
    ...(platform === 'win32' && LOCALAPPDATA ? [LOCALAPPDATA] : []),
    ...(HOME ? [platform === 'darwin' ? join(HOME, 'Library', 'Caches') : join(HOME, '.cache')] : []),
  ][0];
  return found !== undefined && isAbsolute(found) ? found : null;
}

/**
 * Whether the folder is there for this user alone. It and the one above are made, never a home that is not there, and nothing in
 * a folder of somebody else: root leaves nothing in the home of the user whose environment it has.
 */
function makePrivate(parent: string, folder: string): boolean {
  try {
    for (const each of [parent, folder]) {
      if (lstatSync(each, { throwIfNoEntry: false }) !== undefined) continue;
      if (!isOwn(statSync(dirname(each)))) return false;
      mkdirSync(each, { mode: 0o700 });
    }
    const found = lstatSync(folder);
    return found.isDirectory() && isPrivate(found);
  } catch {
    return false;
  }
}

/** Where there are no such owners, the folder's place sees to that. */
function isOwn({ uid }: Stats): boolean {
  return getuid === undefined || uid === getuid();
}

/** Of this user, and for nobody else. */
function isPrivate(found: Stats): boolean {
  return isOwn(found) && (getuid === undefined || (found.mode & 0o077) === 0);
}

function nameOf(parts: readonly (Buffer | string)[]): string {
  const hash = createHash('sha256').update(`${version} ${arch} ${cachedDataVersionTag()}\n`);
  for (const part of parts) hash.update(`${part.length}\n`).update(part);
  return `${hash.digest('hex')}${SUFFIX}`;
}

function keptAt(folder: string, name: string): KeptCode {
  const path = join(folder, name);
  return { read: () => silently(() => readWhole(path, name)), write: (code) => void silently(() => writeWhole(code)) };

  function writeWhole(code: Buffer): void {
    const draft = `${path}.${pid}`;
    try {
      writeFileSync(draft, Buffer.concat([code, checksum(code, name)]), { flag: 'wx', mode: 0o600 });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    forgetOldest(folder);
  }
}

/** V8 ends the process on damaged code, so that each byte is looked at before V8 sees it. */
function readWhole(path: string, name: string): Buffer | null {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile() || !isPrivate(found)) return null;
    const bytes = readFileSync(file);
    const code = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES));
    if (!checksum(code, name).equals(bytes.subarray(code.length))) return null;
    if (Date.now() - found.mtimeMs > DAY_MS) silently(() => futimesSync(file, new Date(), new Date()));
    return code;
  } finally {
    closeSync(file);
  }
}

function checksum(code: Buffer, name: string): Buffer {
  return createHash('sha256').update(name).update(code).digest();
}

/** What is kept, and drafts of it. Files of another name are not this program's. */
const OWN_NAME = /^[0-9a-f]{64}\.code(?:\.\d+)?$/;

/** Those that nobody has read for longest, drafts of processes that were killed among them. */
function forgetOldest(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => (OWN_NAME.test(name) ? [join(folder, name)] : []));
  const aged = files.map((path) => ({ path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  const excess = aged.sort((a, b) => b.at - a.at).slice(MOST_FILES);
  for (const { path } of excess) rmSync(path, { force: true });
}

function silently<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
