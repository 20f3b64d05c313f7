/** Models, analyses and singular tests: one SQL file, one node. */
import { configLevelOf } from '../../project/properties/entry.js';
import type { EntryProperties, ModelProperties, NodeProperties } from '../../project/property-file.js';
import { codeSource } from '../nodes/code-source.js';
import { displayPath } from '../nodes/display-path.js';
import { fqnOf, stemOf } from '../nodes/identity.js';
import type { NodeDraft, Particulars } from '../nodes/node-draft.js';
import type { ParseContext } from '../nodes/parse-context.js';
import { parseNode } from '../nodes/parse-node.js';
import type { ParsedNode } from '../parsed-project.js';
import type { Patch, PatchTable } from '../properties/patch-table.js';
import type { SourceFile } from '../source-file.js';

/** The part of a draft that a property entry gives. */
export function patchParts(
  patch: Patch<EntryProperties & Partial<NodeProperties> & Partial<ModelProperties>> | null,
): Pick<NodeDraft, 'description' | 'columns' | 'patchPath' | 'propertyLevel'> {
  if (patch === null) {
    return { description: null, columns: [], patchPath: null, propertyLevel: null };
  }
  const { entry, patchPath } = patch;
  return {
    description: { text: entry.description, location: entry.location },
    columns: entry.columns ?? [],
    patchPath,
    propertyLevel: configLevelOf(entry),
  };
}

/** A file of the kind model, analysis or test. */
export function parseCodeFile(context: ParseContext, file: SourceFile, patches: PatchTable): ParsedNode {
  const name = stemOf(file.path);
  const patch = patches.find(sectionOf(file), file.packageName, name);
  const run = () => parseShape(context, file, { name, patch });
  return context.reuse({ kind: 'code', of: file, inputs: [patch?.entry], run });
}

interface Described {
  readonly name: string;
  readonly patch: CodePatch;
}

function parseShape(context: ParseContext, file: SourceFile, { name, patch }: Described): ParsedNode {
  const { packageName } = file;
  const shape = shapeOf(file, patch);
  const { description, columns, patchPath, propertyLevel } = patchParts(patch);
  const source = codeSource(file.text, displayPath(file, context.setting.config.root));
  return parseNode(context, {
    uniqueId: `${shape.particulars.resourceType}.${packageName}.${name}`,
    name,
    packageName,
    path: shape.path,
    originalFilePath: file.path,
    fqn: fqnOf(packageName, shape.path, name),
    location: { file: source.file, line: source.line ?? 1, column: source.column ?? 1 },
    source,
    checksum: { name: 'sha256', checksum: file.hash },
    description,
    columns,
    patchPath,
    propertyLevel,
    particulars: shape.particulars,
    ownTags: [],
  });
}

interface Shape {
  readonly path: string;
  readonly particulars: Particulars;
}

type CodePatch = Patch<EntryProperties & Partial<NodeProperties> & Partial<ModelProperties>> | null;

function sectionOf({ kind }: SourceFile): 'models' | 'analyses' | 'dataTests' {
  if (kind === 'analysis') return 'analyses';
  return kind === 'test' ? 'dataTests' : 'models';
}

function shapeOf({ kind, searchPath }: SourceFile, patch: CodePatch): Shape {
  if (kind === 'analysis') return { path: `analysis/${searchPath}`, particulars: { resourceType: 'analysis' } };
  if (kind === 'test') return { path: searchPath, particulars: SINGULAR };
  const { constraints = [], latestVersion = null, deprecationDate = null } = patch?.entry ?? NOT_DESCRIBED;
  const resourceType = 'model';
  return {
    path: searchPath,
    particulars: { resourceType, access: 'protected', version: null, constraints, latestVersion, deprecationDate },
  };
}

const NOT_DESCRIBED: Partial<ModelProperties> = {};
const SINGULAR = {
  resourceType: 'test',
  testMetadata: null,
  columnName: null,
  attachedNode: null,
  fileKeyName: null,
} as const;
