/** Packages are somebody else's: their sources load files of the project's folder, not of the whole machine. */
import path from 'node:path/posix';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { SourceNode } from '../resources/node.js';

/** One error per source of a package whose files may lie outside of the project. */
export function findStrayLandings(sources: Iterable<SourceNode>, projectName: string): Diagnostic[] {
  return [...sources].flatMap((source) => {
    if (source.packageName === projectName) return [];
    const stray = [source.external?.location ?? []].flat().find((location) => leaves(String(location)));
    if (stray === undefined) return [];
    return [
      {
        code: 'TSDBT_PACKAGE_OUTSIDE',
        severity: 'error',
        message: `The package ${source.packageName} would load "${String(stray)}" into ${source.sourceName}.${source.name}, from outside of the project.`,
        location: source.location,
        node: source.uniqueId,
        hint: 'Declare the source in the project itself if that is meant.',
      },
    ];
  });
}

function leaves(location: string): boolean {
  const normal = path.normalize(location.replaceAll('\\', '/'));
  return path.isAbsolute(normal) || /^[A-Za-z]:/.test(normal) || normal === '..' || normal.startsWith('../');
}
