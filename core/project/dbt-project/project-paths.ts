/** Folders of a package from dbt_project.yml: defaults, old names, back slashes of Windows. */
import path from 'node:path/posix';
import type { ResourcePaths } from '../project-config.js';
import type { DbtProjectFile } from '../schema/dbt-project.js';

/** Folders as tsdbt uses them: relative, forward slashes, none twice. */
export function readResourcePaths(file: DbtProjectFile): ResourcePaths {
  const folders = {
    model: normalise(file['model-paths'] ?? file['source-paths'] ?? ['models']),
    seed: normalise(file['seed-paths'] ?? file['data-paths'] ?? ['seeds']),
    test: normalise(file['test-paths'] ?? ['tests']),
    analysis: normalise(file['analysis-paths'] ?? ['analyses']),
    macro: normalise(file['macro-paths'] ?? ['macros']),
    snapshot: normalise(file['snapshot-paths'] ?? ['snapshots']),
  };
  const docs = file['docs-paths'] ?? null;
  return { ...folders, docs: docs === null ? [...new Set(Object.values(folders).flat())] : normalise(docs) };
}

/** One path with forward slashes, without `./` and a slash at its end. */
export function normalisePath(text: string): string {
  const normal = path.normalize(text.trim().replaceAll('\\', '/')).replace(/\/+$/, '');
  return normal === '' ? '.' : normal;
}

function normalise(folders: readonly string[]): string[] {
  return [...new Set(folders.map(normalisePath))];
}
