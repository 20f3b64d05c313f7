/**
 * Compares a delivered file's header with what the source declares: which column each field goes to, what is missing,
 * what is unknown. Pure; a file that does not fit is told in diagnostics, and then nothing of it lands.
 */

import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { closestNames } from '../../diagnostics/did-you-mean.js';
import type { SourceNode } from '../../resources/node.js';
import type { LandingColumn, LandingFile } from './landing-file.js';

/** Columns that landing itself fills, after the file's own. */
export const landingColumns = ['_loaded_at', '_source_file', '_batch_id'] as const;

export interface ColumnMatch {
  /** Raw column of each field of the header, in the file's order. */
  readonly columns: readonly string[];
  /** Raw columns of the file that the source does not declare. */
  readonly unknown: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Declared {
  readonly columns: readonly LandingColumn[];
  /** Name in the file to name of the raw column. */
  readonly header: Readonly<Record<string, string>>;
}

export function matchColumns(file: LandingFile, declared: Declared, source: SourceNode): ColumnMatch {
  const names = file.header.map((field) => field.trim());
  const columns = names.map((field) => (Object.hasOwn(declared.header, field) ? declared.header[field] : field));
  const known = new Set(declared.columns.map((column) => column.name));
  const problems = [
    ...badNames(names, columns).map((message) => ({ message, hint: 'Mend the header row of the file.' })),
    ...declared.columns
      .filter((column) => column.isRequired && !columns.includes(column.name))
      .map((column) => missing(column.name, names, declared)),
  ];
  return {
    columns,
    unknown: columns.filter((column) => !known.has(column)),
    diagnostics: problems.map(({ message, hint }) => ({
      code: 'TSDBT_LANDING_COLUMNS',
      severity: 'error',
      message,
      hint,
      node: source.uniqueId,
      location: { file: file.path, line: 1, column: 1 },
      notes: [{ message: 'the source is declared here', location: source.location }],
    })),
  };
}

function missing(column: string, names: readonly string[], declared: Declared): { message: string; hint: string } {
  const written = Object.keys(declared.header).find((field) => declared.header[field] === column);
  const wanted = written === undefined || written === column ? `"${column}"` : `"${written}" (column "${column}")`;
  const [similar] = closestNames(written ?? column, names, 1);
  return {
    message: `the required column ${wanted} is missing; the file has ${names.map((name) => `"${name}"`).join(', ')}`,
    hint:
      similar === undefined
        ? 'Ask the vendor for a complete file, or map the new name under external: header:.'
        : `Did the vendor rename it to "${similar}"? Then map it under external: header:.`,
  };
}

function badNames(names: readonly string[], columns: readonly string[]): string[] {
  const blank = names.flatMap((name, index) => (name === '' ? [`field ${index + 1} of the header has no name`] : []));
  const folded = columns.map((column) => column.toLowerCase());
  const repeated = columns.filter((column, index) => column !== '' && folded.indexOf(folded[index]) < index);
  const reserved = columns.filter((column) => (landingColumns as readonly string[]).includes(column.toLowerCase()));
  return [
    ...blank,
    ...repeated.map((column) => `the column "${column}" comes twice`),
    ...reserved.map((column) => `the name "${column}" is one that landing fills itself`),
  ];
}
