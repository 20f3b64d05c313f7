/**
 * Whether the statements of a hook leave the same rows again: they change none (rights, indexes, comments, maintenance), or
 * change those that were just made by what is known. Pure. In doubt it says no. What they do to other things is not looked at.
 */
import { type SqlWord, sqlWords } from './sql-words.js';
import { type QuerySetting, unrepeatableWords } from './unrepeatable.js';

export interface HookSetting extends QuerySetting {
  /** Whether rows stay from one build to the next, so that changing them twice is another thing than once. */
  readonly keepsRows: boolean;
}

/** First words of statements that change no rows. */
const harmless: ReadonlySet<string> = new Set([
  ...[
    'analyze',
    'cluster',
    'comment',
    'drop',
    'grant',
    'lock',
    'notify',
    'pragma',
    'reindex',
    'reset',
    'revoke',
    'set',
  ],
  'vacuum',
]);

/** What may be created. */
const harmlessThings: ReadonlySet<string> = new Set(['extension', 'index', 'policy', 'schema', 'statistics', 'unique']);

/** Words by which `alter` gives rows new values. */
const newValues: ReadonlySet<string> = new Set(['default', 'generated', 'identity', 'using']);

/** The text may hold several statements, or none. */
export function isRepeatableHook(sql: string, setting: HookSetting): boolean {
  return statementsOf(sqlWords(sql, setting)).every((words) => {
    const [first, second] = words.map(({ text }) => text);
    if (first === 'alter') return !words.some(({ kind, text }) => kind === 'word' && newValues.has(text));
    if (first === 'create') return harmlessThings.has(second ?? '');
    if (first === 'select') return unrepeatableWords(words, setting) === null;
    const query = queryOfChange(words);
    if (query !== null) return !setting.keepsRows && unrepeatableWords(query, setting) === null;
    return harmless.has(first ?? '');
  });
}

function statementsOf(words: readonly SqlWord[]): SqlWord[][] {
  const statements: SqlWord[][] = [[]];
  for (const word of words) {
    if (word.kind === 'mark' && word.text === ';') statements.push([]);
    else statements[statements.length - 1].push(word);
  }
  return statements.filter((statement) => statement.length > 0);
}

const SELECT: SqlWord = { kind: 'word', text: 'select' };
const ONE: SqlWord = { kind: 'number', text: '1' };

/** A query that reads what the statement reads: `delete from a where x` is `select 1 from a where x`. Null for other statements. */
function queryOfChange(words: readonly SqlWord[]): readonly SqlWord[] | null {
  const after = (...texts: readonly string[]): number =>
    words.findIndex(({ kind, text }) => kind === 'word' && texts.includes(text));
  switch (words[0]?.text) {
    case 'insert':
      return words.slice(after('select', 'values', 'with'));
    case 'update':
      return [SELECT, ...words.slice(after('set') + 1)];
    case 'delete':
      return after('using') === -1 ? [SELECT, ONE, ...words.slice(1)] : null;
    default:
      return null;
  }
}
