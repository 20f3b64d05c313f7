/** Whether a path lies inside of a folder when all links are followed: a package reads nothing but its own files. */
import { realpathSync } from 'node:fs';
import path from 'node:path';

/** A test of absolute paths. What does not exist lies where its text says. */
export function createFence(folder: string): (file: string) => boolean {
  const real = realpathSync.native(folder);
  return (file) => {
    const found = realOf(file) ?? path.join(real, path.relative(folder, file));
    const below = path.relative(real, found);
    return !path.isAbsolute(below) && below !== '..' && !below.startsWith(`..${path.sep}`);
  };
}

function realOf(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch {
    return null;
  }
}
