/** What can be seen of a statement without parsing SQL: comments, texts and quoted names are told from the rest. Pure. */

/**
 * Every comment and text can be read in one way only, and one that is never closed reaches to the end: no statement makes
 * the search slower than its length.
 */
const COMMENT = /--[^\n]*(?:\n|$)|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/|$)/u.source;
const BLANK = `(?:\\s|${COMMENT})`;
const PASSED = `${COMMENT}|'[^']*(?:'|$)`;
const QUOTED = /"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)/u.source;
const FUNCTION = new RegExp(`${PASSED}|${QUOTED}|(?<!\\w)([A-Za-z_]\\w*)\\s*\\(`, 'gu');
const CTE = new RegExp(
  `${PASSED}|(?:\\b(?:with|recursive)\\b|,)${BLANK}*(?:([A-Za-z_]\\w*)|"([^"]*(?:""[^"]*)*)")${BLANK}*(?:\\([^()]*\\)${BLANK}*)?as${BLANK}+(?:(?:not\\s+)?materialized${BLANK}+)?\\(|${QUOTED}`,
  'giu',
);

/** Lower-case names that stand before an opening bracket. */
export function functionsCalled(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of sql.matchAll(FUNCTION)) if (name !== undefined) names.add(name.toLowerCase());
  return names;
}

/** Part of every CTE: found in a fraction of the time. */
const CTE_BODY = /as(?:\s+(?:\(|not\b|materialized\b)|\s*(?:--|\/\*))/iu;

/** Lower-case names of the CTEs that a statement defines, at any depth. */
export function cteNames(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!CTE_BODY.test(sql)) return names;
  for (const [, plain, quoted] of sql.matchAll(CTE)) {
    const name = plain ?? quoted?.replaceAll('""', '"');
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return names;
}

/**
 * Whether a text from a config can stand inside of a statement and nowhere end it: no semicolon, no comment, brackets and
 * quotes in pairs. What databases read differently (backslashes, dollar quotes) counts as a quote without its partner.
 */
export function isFragment(text: string): boolean {
  const bare = text.replaceAll(/'[^'\\]*'|"[^"]*"|`[^`]*`/gu, '');
  if (/['"`;\0\\]|--|\/\*|\$\w*\$/u.test(bare)) return false;
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
