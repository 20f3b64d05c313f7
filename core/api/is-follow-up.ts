/**
 * Tells mistakes of the user's from what only follows from a configuration that is wrong elsewhere: one cause gives one
 * error. Where that cannot be told, nothing is said; it will be once the cause is mended. Pure.
 */
import type { DiagnosticCode } from '../diagnostics/codes.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { mentions } from '../project/mentions.js';
import type { ReadableProject } from '../project/project-config.js';

/** What configs decide: names, relations, and whether a node is enabled. */
const DECIDED_BY_CONFIGS: ReadonlySet<DiagnosticCode> = new Set([
  'TSDBT_NAME_DUPLICATE',
  'TSDBT_REF_DISABLED',
  'TSDBT_RELATION_DUPLICATE',
  'TSDBT_RELATION_NAME_LONG',
]);

/** What may fail because a name has another meaning, or none. */
const DECIDED_BY_NAMES: ReadonlySet<DiagnosticCode> = new Set([
  'TSDBT_TEMPLATE_ERROR',
  'TSDBT_MACRO_MISSING',
  'TSDBT_REF_MISSING',
  'TSDBT_SOURCE_MISSING',
  'TSDBT_CONFIG_INVALID',
  'TSDBT_PROPERTIES_INVALID',
]);

/** `textOf` gives the text of a file, by its path in locations. */
export function isFollowUp(
  { code, severity, location, notes = [] }: Diagnostic,
  { unknownNames, hasUnsureConfigs }: ReadableProject,
  textOf: (file: string) => string,
): boolean {
  if (severity !== 'error') return false;
  if (hasUnsureConfigs && DECIDED_BY_CONFIGS.has(code)) return true;
  if (unknownNames.length === 0 || !DECIDED_BY_NAMES.has(code)) return false;
  const files = [location, ...notes.map((note) => note.location)].flatMap((place) => place?.file ?? []);
  return files.some((file) => mentions(textOf(file), unknownNames));
}
