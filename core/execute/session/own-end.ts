/**
 * Finds statements of users that end the transaction they run in, such as `commit; vacuum t; begin` in a hook. Pure. What
 * was sent before them is kept whatever follows, so a doubt counts as such an end.
 */

const ENDING_WORD = /\b(commit|abort|prepare\s+transaction|rollback(?!\s+((work|transaction)\s+)?to\b))\b/i;

/** `end` ends every `case` too, so only one at the start of a statement counts. */
const ENDING_START = /(^|;)\s*end\b/i;

const COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Whether the text may end a transaction by itself. */
export function mayEndTransaction(sql: string): boolean {
  return ENDING_WORD.test(sql) || ENDING_START.test(sql) || ENDING_START.test(sql.replaceAll(COMMENT, ' '));
}
