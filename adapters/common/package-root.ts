/**
 * Where files that are not compiled lie (SQL macros): below the folder of the nearest package.json, both when TypeScript
 * runs from the source tree and when JavaScript runs from `dist`.
 */
import { existsSync } from 'node:fs';

/** The URL of a folder given relative to the package's root, with a slash at its end. */
export function packageFolder(relativePath: string): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const parent = new URL('../', folder);
    if (parent.href === folder.href) throw new Error(`no package.json above ${import.meta.url}`);
    folder = parent;
  }
  return new URL(relativePath, folder);
}
