/** What the text of a view may name, in lower case. */
import { sqlTokens } from '../../common/sql-tokens.js';

const rules = { postgres: false };

/** SQLite takes a string for a name where no string can stand. */
export function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, start, end } of sqlTokens(text, rules)) {
    const token = text.slice(start, end).toLowerCase();
    if (kind === 'word') names.add(token);
    else if (kind === 'quotedName' || kind === 'string') names.add(unquoted(token));
  }
  return names;
}

function unquoted(token: string): string {
  const mark = token[0]!;
  const inner = token.slice(1, -1);
  return mark === '[' ? inner : inner.replaceAll(mark + mark, mark);
}
