/** Bulk load by COPY: rows of cells in, text format out, in the transaction that is open. Null and the empty text stay apart. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import type { Cell } from '../../../core/adapter/cell.js';
import type { LoadRequest } from '../../../core/adapter/database.js';
import { quoteIdentifier } from '../../common/quoting.js';
import { numberText, postgresDialect } from '../dialect.js';
import { encodeFile } from './encode-file.js';

/** Rows are handed to the socket in pieces of about this many characters. */
const CHUNK = 65_536;

/** Copies all batches into the relation; the error of a batch's source ends the COPY and is thrown as it is. */
export async function copyRows(client: pg.Client, request: LoadRequest): Promise<number> {
  const { from } = await import('pg-copy-streams');
  const columns = request.columns.map(quoteIdentifier).join(', ');
  const target = postgresDialect.renderRelation(request.relation);
  const copy = client.query(from(`copy ${target} (${columns}) from stdin`));
  let sourceError: { readonly error: unknown } | null = null;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* request.plain ? encodeFile(request.plain) : encodeBatches(request.batches);
    } catch (error) {
      sourceError = { error };
      throw error;
    }
  };
  try {
    await pipeline(Readable.from(chunks()), copy);
  } catch (error) {
    const failed = sourceError as { readonly error: unknown } | null;
    throw failed === null ? error : failed.error;
  }
  return copy.rowCount;
}

async function* encodeBatches(batches: LoadRequest['batches']): AsyncGenerator<Buffer> {
  let text = '';
  for await (const batch of batches) {
    for (const row of batch) {
      text += `${row.map(encodeCell).join('\t')}\n`;
      if (text.length >= CHUNK) {
        yield Buffer.from(text);
        text = '';
      }
    }
  }
  if (text !== '') yield Buffer.from(text);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function encodeCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escapeText(cell);
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'bigint') return String(cell);
  return escapeText(cell.kind === 'bytes' ? `\\x${cell.text}` : cell.text);
}

function escapeText(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (char) => escapes[char]!) : text;
}
