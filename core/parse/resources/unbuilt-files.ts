/** Files of kinds that tsdbt recognises and does not build yet: one warning per kind, and the names that they declare. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { displayPath } from '../nodes/display-path.js';
import { stemOf } from '../nodes/identity.js';
import type { SourceFile } from '../source-file.js';

/** What a file would have become. */
export type UnbuiltKind = 'snapshot' | 'python model';

/** The kind of a file that is not built, or null. */
export function unbuiltKind(file: SourceFile): UnbuiltKind | null {
  if (file.kind === 'snapshot') return 'snapshot';
  return file.kind === 'model' && file.path.endsWith('.py') ? 'python model' : null;
}

/** Names that a file of such a kind declares; snapshot blocks carry their own. */
export function unbuiltNames(file: SourceFile): string[] {
  const blocks = [...file.text.matchAll(/\{%-?\s*snapshot\s+(\w+)/gu)].map((match) => match[1]);
  return blocks.length > 0 ? blocks : [stemOf(file.path)];
}

const NAMES: Readonly<Record<UnbuiltKind, string>> = { snapshot: 'Snapshots', 'python model': 'Python models' };

/** One warning per kind, at the first file, with how many there are. */
export function unbuiltWarnings(files: readonly SourceFile[], projectRoot: string): Diagnostic[] {
  const kinds = new Map<UnbuiltKind, SourceFile[]>();
  for (const file of files) {
    const kind = unbuiltKind(file);
    if (kind !== null) kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  return [...kinds].map(([kind, found]) => ({
    code: 'TSDBT_FEATURE_UNBUILT',
    severity: 'warning',
    message: `${NAMES[kind]} (in ${found.length} file${found.length === 1 ? '' : 's'}) are not supported yet: they are not built.`,
    location: { file: displayPath(found[0], projectRoot), line: 1, column: 1 },
  }));
}
