/** Seeds: data files, never rendered. Their rows are read when they are loaded. */
import type { NodeProperties } from '../../project/property-file.js';
import { displayPath } from '../nodes/display-path.js';
import { fqnOf, stemOf } from '../nodes/identity.js';
import type { ParseContext } from '../nodes/parse-context.js';
import { parseNode } from '../nodes/parse-node.js';
import type { ParsedNode } from '../parsed-project.js';
import type { Patch, PatchTable } from '../properties/patch-table.js';
import type { SourceFile } from '../source-file.js';
import { patchParts } from './parse-code-file.js';

/** A file of the kind seed. */
export function parseSeed(context: ParseContext, file: SourceFile, patches: PatchTable): ParsedNode {
  const name = stemOf(file.path);
  const patch = patches.find('seeds', file.packageName, name);
  return context.reuse({ kind: 'seed', of: file, inputs: [patch?.entry], run: () => seedNode(context, file, patch) });
}

function seedNode(context: ParseContext, file: SourceFile, patch: Patch<NodeProperties> | null): ParsedNode {
  const name = stemOf(file.path);
  const { packageName, searchPath } = file;
  return parseNode(context, {
    uniqueId: `seed.${packageName}.${name}`,
    name,
    packageName,
    path: searchPath,
    originalFilePath: file.path,
    fqn: fqnOf(packageName, searchPath, name),
    location: { file: displayPath(file, context.setting.config.root), line: 1, column: 1 },
    source: null,
    checksum: { name: file.hash === file.path ? 'path' : 'sha256', checksum: file.hash },
    ...patchParts(patch),
    particulars: { resourceType: 'seed', dataPath: file.absolutePath, contentKey: file.contentKey },
    ownTags: [],
  });
}
