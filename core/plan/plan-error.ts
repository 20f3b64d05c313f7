/** Makes the error that ends a plan: one diagnostic about the node, placed at its file. */
import type { DiagnosticCode } from '../diagnostics/codes.js';
import { TsdbtError } from '../diagnostics/error.js';
import type { ManifestNode } from '../resources/node.js';

/** A TsdbtError about a node; the caller throws it. */
export function planError(node: ManifestNode, code: DiagnosticCode, message: string, hint?: string): TsdbtError {
  const diagnostic = { code, severity: 'error' as const, message, location: node.location, node: node.uniqueId };
  return new TsdbtError([hint === undefined ? diagnostic : { ...diagnostic, hint }]);
}
