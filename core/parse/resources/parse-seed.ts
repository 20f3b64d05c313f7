/** Seeds: data files, never rendered. Their rows are read when they are loaded. */
import { displayPath } from '../nodes/display-path.js';
import { fqnOf, stemOf } from '../nodes/identity.js';
import type { ParseContext } from '../nodes/parse-context.js';
import { parseNode } from '../nodes/parse-node.js';
import type { ParsedNode } from '../parsed-project.js';
import type { PatchTable } from '../properties/patch-table.js';
import type { SourceFile } from '../source-file.js';
import { patchParts } from './parse-code-file.js';

/** A file of the kind seed. */
export function parseSeed(context: ParseContext, file: SourceFile, patches: PatchTable): ParsedNode {
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
    checksum: { name: 'sha256', checksum: file.hash },
    ...patchParts(patches.find('seeds', packageName, name)),
    particulars: { resourceType: 'seed', dataPath: file.absolutePath },
    ownTags: [],
  });
}
