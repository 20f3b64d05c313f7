/** Which program this is: what one build has kept of a project, another one does not take up. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const CHUNKS = 'chunks';
/** Parts of a build that lie outside of its chunks, whose names tell their content. */
const ENTRIES = ['cli', 'core', 'core/api/library', 'core/api/vitest', 'adapters'];

/** A digest of the build that this module is part of; null where it runs from its sources, which tell nothing of themselves. */
export function programDigest(): string | null {
  if (!import.meta.url.endsWith('.js')) return null;
  try {
    const folder = dirname(fileURLToPath(import.meta.url));
    const root = rootOf(folder);
    if (root === null) return null;
    const hash = createHash('sha256').update(process.versions.node);
    for (const name of readdirSync(join(root, CHUNKS)).sort()) hash.update(`${name}\n`);
    for (const entry of ENTRIES.flatMap((each) => scriptsIn(join(root, each)))) hash.update(readFileSync(entry));
    return hash.digest('hex');
  } catch {
    return null;
  }
}

/** This module is in a chunk, or in an entry below the build's root. */
function rootOf(folder: string): string | null {
  for (let root = folder; dirname(root) !== root; root = dirname(root)) {
    if (statSync(join(root, CHUNKS), { throwIfNoEntry: false })?.isDirectory()) return root;
  }
  return null;
}

function scriptsIn(folder: string): string[] {
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  return names
    .filter((name) => /\.c?js$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
