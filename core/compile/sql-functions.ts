/** Names that a statement calls as functions, found without parsing SQL: comments, texts and quoted names are passed over. Pure. */

const TOKEN = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|([A-Za-z_]\w*)\s*\(/gu;

/** Lower-case names that stand before an opening bracket. */
export function functionsCalled(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of sql.matchAll(TOKEN)) if (name !== undefined) names.add(name.toLowerCase());
  return names;
}
