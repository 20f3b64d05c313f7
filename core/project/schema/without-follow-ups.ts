/** One cause gives one error: a text whose template failed is not found fault with once more for its type. Pure. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';

/** The diagnostics but those placed at a string of the document that could not be rendered. */
export function withoutFollowUps(
  diagnostics: readonly Diagnostic[],
  document: Pick<YamlDocument, 'locate'>,
  failed: readonly KeyPath[],
): readonly Diagnostic[] {
  if (failed.length === 0) return diagnostics;
  const places = failed.map((path) => document.locate(path));
  return diagnostics.filter(
    ({ location: at }) =>
      !places.some(({ file, line, column }) => file === at?.file && line === at.line && column === at.column),
  );
}
