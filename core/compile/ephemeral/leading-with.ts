/** Finds the `with` that a statement begins with, past white space and comments, without parsing SQL. Pure. */

export interface WithPlace {
  /** Where the first CTE goes: after `with`, `recursive` and the white space behind them. */
  readonly afterWith: number;
}

/** Offset of the first character that is no white space; comments count as text. */
export function firstText(sql: string): number {
  return sql.length - sql.trimStart().length;
}

/** The place for more CTEs in a statement's own `with`; null when it has none. */
export function findLeadingWith(sql: string): WithPlace | null {
  const start = skipBlank(sql, 0);
  const withEnd = keywordEnd(sql, start, 'with');
  if (withEnd === null) return null;
  const next = skipBlank(sql, withEnd);
  const recursiveEnd = keywordEnd(sql, next, 'recursive');
  return { afterWith: skipSpace(sql, recursiveEnd ?? withEnd) };
}

function keywordEnd(sql: string, start: number, keyword: string): number | null {
  const end = start + keyword.length;
  if (sql.slice(start, end).toLowerCase() !== keyword) return null;
  return end < sql.length && /[\w$]/u.test(sql[end]) ? null : end;
}

function skipSpace(sql: string, start: number): number {
  let offset = start;
  while (offset < sql.length && /\s/u.test(sql[offset])) offset++;
  return offset;
}

/** Past white space and comments. */
function skipBlank(sql: string, start: number): number {
  let offset = skipSpace(sql, start);
  for (;;) {
    const end = commentEnd(sql, offset);
    if (end === null) return offset;
    offset = skipSpace(sql, end);
  }
}

function commentEnd(sql: string, start: number): number | null {
  if (sql.startsWith('--', start)) {
    const lineEnd = sql.indexOf('\n', start);
    return lineEnd === -1 ? sql.length : lineEnd;
  }
  return sql.startsWith('/*', start) ? blockCommentEnd(sql, start) : null;
}

/** Block comments nest in Postgres; where they do not, the text in between is comment all the same. */
function blockCommentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let offset = start; offset < sql.length; offset++) {
    if (sql.startsWith('/*', offset)) {
      depth++;
      offset++;
    } else if (sql.startsWith('*/', offset)) {
      depth--;
      offset++;
      if (depth === 0) return offset + 1;
    }
  }
  return sql.length;
}
