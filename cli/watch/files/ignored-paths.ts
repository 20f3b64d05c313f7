/** Which paths `tsdbt watch` does not listen to: what tsdbt writes itself, and what is no part of a project. Pure. */
import { basename, sep } from 'node:path';

export interface IgnoreRules {
  /** Absolute paths that are watched whatever they are called. */
  readonly places: readonly string[];
  /** Absolute folders that tsdbt writes: target and logs. */
  readonly folders: readonly string[];
  /** Absolute database files; what SQLite and tsdbt put beside them is ignored too. */
  readonly files: readonly string[];
}

const FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', '__pycache__', '.venv', 'venv']);

/** Working files of editors and systems. */
const NOISE = /(?:~|\.sw[a-z]|\.tmp|\.temp|\.DS_Store|\.log)$|^(?:\.#|#.*#$|4913$)/;

/** Decides about absolute paths. */
export function createIgnore({ places, folders, files }: IgnoreRules): (path: string) => boolean {
  return (path) => {
    if (places.includes(path)) return false;
    const name = basename(path);
    if (FOLDERS.has(name) || NOISE.test(name)) return true;
    if (folders.some((folder) => isInside(path, folder))) return true;
    return files.some((file) => path === file || (path.startsWith(`${file}-`) && isCompanion(path, file)));
  };
}

/** `x.sqlite-wal`, `-shm`, `-journal`, and the folder of claims with what is in it. */
function isCompanion(path: string, file: string): boolean {
  return /^-(?:wal|shm|journal|tsdbt-locks)(?:$|[\\/])/.test(path.slice(file.length));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
