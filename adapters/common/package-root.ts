/**
 * Where files lie that the program does not import: SQL macros below the folder of the nearest package.json, and modules
 * that start as processes of their own. A built module cannot know its place: the bundler moves what modules share.
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

/** The URL of a built module, given by its path in the source tree; null when the program runs from the source tree. */
export function builtFile(path: string): URL | null {
  for (let folder = new URL('./', import.meta.url); ; folder = new URL('../', folder)) {
    const candidate = new URL(path, folder);
    if (existsSync(candidate)) return candidate;
    if (new URL('../', folder).href === folder.href) return null;
  }
}
