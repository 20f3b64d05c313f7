/** The methods `path` and `file`: match a node by the files that declare it, or by the folders around them. */
import { dirname } from 'node:path/posix';
import type { Manifest } from '../../manifest/manifest.js';
import type { GraphNode } from '../../resources/node.js';
import { matchesPath } from '../glob.js';

/**
 * A predicate that holds when a file of the node, or a folder above it, matches. Of a package's nodes the path inside of
 * the package counts too, where the project has the same: as dbt has it, `models` are the models of all packages.
 */
export function matchesFilePath(pattern: string, manifest: Manifest): (node: GraphNode) => boolean {
  const { projectName } = manifest;
  const isOwn = foldersAnswer(matchesPath(pattern));
  const places = foldersOf(manifest);
  const isShared = foldersAnswer((path) => places().has(path) && isOwn(path));
  return (node) => {
    if (node.packageName === projectName) return filesOf(node).some(isOwn);
    return isOwn(node.location.file) || filesOf(node).some(isShared);
  };
}

/** Nodes of one folder share its answer, so that a deep tree is walked once. */
function foldersAnswer(matches: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const answer = (path: string): boolean => {
    if (path === '.' || path === '/') return false;
    const found = known.get(path) ?? (matches(path) || answer(dirname(path)));
    known.set(path, found);
    return found;
  };
  return answer;
}

/** The files and folders of the project itself, gathered when they are first asked for. */
function foldersOf({ nodes, sources, exposures, projectName }: Manifest): () => ReadonlySet<string> {
  let found: Set<string> | null = null;
  return () => {
    if (found !== null) return found;
    found = new Set();
    for (const node of [...nodes.values(), ...sources.values(), ...exposures.values()]) {
      if (node.packageName !== projectName) continue;
      for (const file of filesOf(node)) {
        for (let path = file; path !== '.' && !found.has(path); path = dirname(path)) found.add(path);
      }
    }
    return found;
  };
}

/** The files that declare a node, below the folder of its package. */
function filesOf(node: GraphNode): readonly string[] {
  const patch = 'patchPath' in node && node.patchPath !== null ? [node.patchPath.replace(/^[^:]*:\/\//, '')] : [];
  return [node.originalFilePath, ...patch];
}

/** The name of the file that declares a node, with and without its ending. */
export function fileNames(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name, name.slice(0, dot)] : [name];
}
