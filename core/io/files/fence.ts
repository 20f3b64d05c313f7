/** Whether a path lies inside of a folder when all links are followed: a package reads nothing but its own files. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** A test of absolute paths. What does not exist lies where its text says. */
export async function createFence(folder: string): Promise<(file: string) => Promise<boolean>> {
  const real = await realpath(folder);
  return async (file) => {
    const found = await realpath(file).catch(() => path.join(real, path.relative(folder, file)));
    const below = path.relative(real, found);
    return !path.isAbsolute(below) && below !== '..' && !below.startsWith(`..${path.sep}`);
  };
}
