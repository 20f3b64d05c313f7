// What stands beside compiling: a Node that writes the same files somewhere else.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [from, to] = process.argv.slice(2);
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const copy = join(to, relative(from, path));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, readFileSync(path));
}
