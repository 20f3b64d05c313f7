/** Leads a position in a statement that the database refused back to the template line that the SQL came from. Pure. */
import type { DatabaseFailure } from '../adapter/failure.js';
import type { Location, Note } from '../diagnostics/diagnostic.js';
import { type Origin, originAt } from '../template/source-map.js';
import type { CompiledNode } from './compiled-node.js';

export interface SqlPlace {
  readonly location: Location;
  /** The macros that the SQL came through, innermost first. */
  readonly notes: readonly Note[];
}

/**
 * The place of a failure in a statement. The statement holds the compiled SQL somewhere (`create table ... as`); null
 * when the failure has no position or lies outside of the compiled SQL.
 */
export function locateSqlError(
  compiled: CompiledNode,
  statement: string,
  failure: Pick<DatabaseFailure, 'position'>,
): SqlPlace | null {
  if (failure.position === null) return null;
  const offset = offsetInCompiled(compiled.sql.text, statement, failure.position);
  const origin = offset === null ? null : nearestOrigin(compiled, offset);
  if (origin === null) return null;
  return placeOf(origin);
}

/** The line of the node's own file, where it called a macro if one wrote the text; the ways through macros are notes. */
function placeOf({ file, line, column, stack }: Origin): SqlPlace {
  const written = { file, line, column };
  const frames = stack.filter(({ calledAt }) => calledAt.file !== '');
  const notes = frames.map(({ macro }, index) => ({
    message: `in macro '${macro}'`,
    location: index === 0 ? written : frames[index - 1].calledAt,
  }));
  return { location: frames.at(-1)?.calledAt ?? written, notes };
}

/** Macros may strip the SQL that they wrap, so its trimmed text is looked for. */
function offsetInCompiled(compiled: string, statement: string, position: number): number | null {
  const body = compiled.trim();
  if (body === '') return null;
  for (let start = statement.indexOf(body); start !== -1; start = statement.indexOf(body, start + 1)) {
    if (position < start || position > start + body.length) continue;
    return Math.min(position - start, body.length - 1) + compiled.indexOf(body);
  }
  return null;
}

/** Text that no template wrote (the words around a CTE) has no origin: what follows it has. */
function nearestOrigin(compiled: CompiledNode, offset: number): Origin | null {
  const { sql } = compiled;
  for (let at = offset; at < sql.text.length; at++) {
    const origin = originAt(sql, at);
    if (origin !== null) return origin;
  }
  return null;
}
