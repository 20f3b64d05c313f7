/**
 * Shared locks of the writing process on the claims of its run. After a kill of the run this process may still be within
 * a statement for a moment: until it has ended too, no other run takes over what it writes.
 */
import { loadLibrary, type SqliteDatabase } from './library.js';

/**
 * Gives the function that locks what is not locked yet and lets go of what is claimed no more, as a process may serve one
 * run after the other; its end lets go of all.
 */
export function createClaimLocks(): (paths: readonly string[]) => void {
  const held = new Map<string, SqliteDatabase>();
  return (paths) => {
    for (const [path, claim] of held) {
      if (paths.includes(path)) continue;
      claim.close();
      held.delete(path);
    }
    for (const path of paths) {
      if (held.has(path)) continue;
      const Library = loadLibrary();
      const claim = new Library(path, { readonly: true, fileMustExist: true, timeout: 1000 });
      claim.exec('begin');
      claim.prepare('select count(*) from claim').get();
      held.set(path, claim);
    }
  };
}
