/** What a column of a seed may be called and typed: nothing that the database cuts, and nothing that ends the statement. */
import { isFragment } from '../../compile/sql-text.js';
import { byteLength } from '../../manifest/long-names.js';
import { planError } from '../plan-error.js';
import type { SeedFacts } from './node-facts.js';

/** Throws when the table would not be what the file and `column_types` say. */
export function checkSeedColumn({ node, capabilities }: SeedFacts, name: string, type: unknown): void {
  const limit = capabilities.identifierBytes;
  const file = node.originalFilePath;
  if (limit !== null && byteLength(name) > limit) {
    const message = `The column "${name.slice(0, 60)}..." of ${file} has a name of ${byteLength(name)} bytes; the database keeps ${limit}.`;
    throw planError(node, 'TSDBT_RELATION_NAME_LONG', message, 'Shorten it in the first line of the file.');
  }
  if (name.includes('\0')) {
    const message = `The column ${JSON.stringify(name)} of ${file} holds the character NUL, which no name may.`;
    throw planError(node, 'TSDBT_RELATION_NAME_INVALID', message);
  }
  if (typeof type === 'string' && !isFragment(type)) {
    throw planError(node, 'TSDBT_CONFIG_INVALID', `column_types: ${JSON.stringify(type)} of "${name}" is no type.`);
  }
}
