/** Docs blocks of markdown files: named texts that descriptions put in with `doc()`. */
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { DocBlock, UniqueId } from '../../resources/node.js';
import { findBlocks } from '../../template/blocks.js';
import { displayPath } from '../nodes/display-path.js';
import type { Reuse } from '../reuse/step.js';
import type { SourceFile } from '../source-file.js';

/** Blocks by unique id `doc.package.name`; of two with one name in a package the first is kept. */
export function parseDocs(
  files: readonly SourceFile[],
  projectRoot: string,
  reuse: Reuse,
): Outcome<ReadonlyMap<UniqueId, DocBlock>> {
  const diagnostics: Diagnostic[] = [];
  const docs = new Map<UniqueId, DocBlock>();
  for (const file of files.filter((one) => one.kind === 'docs')) {
    const read = reuse({ kind: 'docs', of: file, run: () => docsOf(file, projectRoot) });
    diagnostics.push(...read.diagnostics);
    for (const { doc, location } of read.value) {
      const first = docs.get(doc.uniqueId);
      if (first === undefined) docs.set(doc.uniqueId, doc);
      else diagnostics.push(duplicate(first, doc, location));
    }
  }
  return { value: docs, diagnostics };
}

type FoundDoc = { readonly doc: DocBlock; readonly location: Diagnostic['location'] };

function docsOf(file: SourceFile, projectRoot: string): Outcome<readonly FoundDoc[]> {
  try {
    const blocks = findBlocks({ text: file.text, file: displayPath(file, projectRoot) });
    const value = blocks
      .filter((block) => block.kind === 'docs')
      .map((block) => ({
        location: block.location,
        doc: {
          uniqueId: `doc.${file.packageName}.${block.name}`,
          name: block.name,
          packageName: file.packageName,
          path: file.searchPath,
          originalFilePath: file.path,
          contents: block.body.trim(),
        },
      }));
    return { value, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof TsdbtError)) throw error;
    return { value: [], diagnostics: error.diagnostics };
  }
}

function duplicate(first: DocBlock, second: DocBlock, location: Diagnostic['location']): Diagnostic {
  return {
    code: 'TSDBT_DOC_DUPLICATE',
    severity: 'error',
    message: `Two docs blocks are named '${second.name}': in ${first.originalFilePath} and in ${second.originalFilePath}.`,
    location,
    hint: 'Rename or remove one of them.',
  };
}
