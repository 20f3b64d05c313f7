/** The built-in macros of an adapter as stage 1 reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../core/parse/source-file.js';

const root = join(import.meta.dirname, '../../adapters');

/** Everything under `adapters/common/macros` and the adapter's own folder, as the package `dbt`. */
export function builtInFiles(adapterType: string): SourceFile[] {
  return [join(root, 'common/macros'), join(root, adapterType, 'macros')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.sql'))
      .sort()
      .map((path) => builtInFile(path, join(folder, path))),
  );
}

function builtInFile(path: string, absolutePath: string): SourceFile {
  const text = readFileSync(absolutePath, 'utf8');
  return {
    kind: 'macro',
    packageName: 'dbt',
    path,
    searchPath: path,
    absolutePath,
    text,
    hash: path,
    contentKey: path,
    size: text.length,
  };
}
