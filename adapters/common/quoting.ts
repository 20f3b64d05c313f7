/** Quoting as standard SQL has it, for the dialects that keep to it. Pure. */
import type { Relation } from '../../core/resources/relation.js';

/** A name between double quotes. */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw new Error('A name cannot hold the character NUL.');
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text between single quotes; a backslash in it means itself. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new Error('A text with the character NUL cannot be written as a literal.');
  return `'${text.replaceAll("'", "''")}'`;
}

/** The given parts of a relation's name with dots between; a part without quoting is written as it is. */
export function renderParts(relation: Relation, parts: readonly ('database' | 'schema' | 'identifier')[]): string {
  return parts
    .flatMap((part) => {
      const name = relation[part];
      return name === null ? [] : [relation.quoting[part] ? quoteIdentifier(name) : name];
    })
    .join('.');
}
