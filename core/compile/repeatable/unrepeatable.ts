/**
 * Whether a query gives the same rows as long as what it reads through `ref` and `source` is the same: every relation
 * after `from` and `join` must be one of those or a CTE, every function a known one. Pure. In doubt it says no.
 */
import type { QueryForms } from '../../adapter/dialect.js';
import {
  bracketWords,
  changingStatements,
  changingWords,
  clockArguments,
  functionsWithFrom,
  repeatableFunctions,
} from './known-functions.js';
import { type SqlWord, sqlWords } from './sql-words.js';

export interface QuerySetting extends QueryForms {
  /** Rendered names of the relations whose data is known. */
  readonly relations: readonly string[];
  /** The key of an identifier: equal for two spellings of one name. */
  readonly fold: (name: string, isQuoted: boolean) => string;
}

/** Why a query cannot be repeated, as the end of a sentence about it: `calls random()`. Null when it can. */
export function unrepeatableReason(sql: string, setting: QuerySetting): string | null {
  return unrepeatableWords(sqlWords(sql, setting), setting);
}

/** The same of a query that is cut into words. */
export function unrepeatableWords(words: readonly SqlWord[], setting: QuerySetting): string | null {
  const known = new Set(setting.relations.map((name) => chainKey(sqlWords(name, setting), setting)));
  const scan: Scan = { words, setting, known, levels: [newLevel(null)] };
  for (let at = 0; at < words.length; ) {
    const step = words[at].kind === 'mark' ? onMark(scan, at) : onWord(scan, at);
    if (typeof step === 'string') return step;
    at = step;
  }
  return null;
}

interface Level {
  /** The function or CTE whose brackets these are; null for others. */
  readonly owner: { readonly is: 'function' | 'cte'; readonly name: string } | null;
  /** Whether a comma begins another relation. */
  isInFrom: boolean;
  /** Whether the next thing is a relation. */
  isExpecting: boolean;
  /** Where a `with` clause stands: its next CTE's name, or what follows that name. */
  cte: { state: 'name' | 'body'; name: string; isRecursive: boolean } | null;
  readonly ctes: Set<string>;
  commas: number;
  isEmpty: boolean;
}

interface Scan {
  readonly words: readonly SqlWord[];
  readonly setting: QuerySetting;
  readonly known: ReadonlySet<string>;
  readonly levels: Level[];
}

/** The place to go on at, or the reason. */
type Step = number | string;

function newLevel(owner: Level['owner'], isExpecting = false): Level {
  return { owner, isInFrom: isExpecting, isExpecting, cte: null, ctes: new Set(), commas: 0, isEmpty: true };
}

function onMark(scan: Scan, at: number): Step {
  const { levels, words } = scan;
  const level = levels[levels.length - 1];
  const { text } = words[at];
  if (text === '(') return open(scan, at, level);
  if (text === ')') {
    const problem = closeProblem(level);
    if (levels.length > 1) levels.pop();
    if (problem !== null) return problem;
    const outer = levels[levels.length - 1];
    if (level.owner?.is === 'cte') outer.ctes.add(level.owner.name);
    return at + 1;
  }
  level.isEmpty = false;
  if (text === ';') return at === words.length - 1 ? at + 1 : 'holds several statements';
  if (text === ',') {
    level.commas++;
    if (level.cte !== null && words[at - 1]?.text === ')') level.cte.state = 'name';
    else if (level.isInFrom) level.isExpecting = true;
  }
  return at + 1;
}

function closeProblem({ owner, commas, isEmpty }: Level): string | null {
  if (owner?.is !== 'function') return null;
  const found = isEmpty ? 0 : commas + 1;
  return found < (clockArguments.get(owner.name) ?? 0) ? `reads the clock by ${owner.name}()` : null;
}

function open({ words, levels, setting }: Scan, at: number, level: Level): Step {
  level.isEmpty = false;
  const before = words[at - 1];
  const isCteBody =
    level.cte?.state === 'body' && before?.kind === 'word' && /^(?:as|materialized)$/u.test(before.text);
  if (isCteBody && level.cte !== null) {
    const body = newLevel({ is: 'cte', name: level.cte.name });
    if (level.cte.isRecursive) body.ctes.add(level.cte.name);
    levels.push(body);
    return at + 1;
  }
  if (level.isExpecting) {
    level.isExpecting = false;
    levels.push(newLevel(null, true));
    return at + 1;
  }
  const name = calledName(words, at, level);
  if (name === null) {
    levels.push(newLevel(null));
    return at + 1;
  }
  const isQualified = words[at - 2]?.text === '.';
  const isBuiltIn = !isQualified || words[at - 3]?.text === 'pg_catalog';
  const isKnown = repeatableFunctions.has(name) && !setting.foreignFunctions?.has(name);
  if (!isBuiltIn || !isKnown) return `calls ${name}(), which may answer differently each time`;
  levels.push(newLevel({ is: 'function', name }));
  return at + 1;
}

/** The function before an opening bracket; null when there is none, or a list of columns. */
function calledName(words: readonly SqlWord[], at: number, level: Level): string | null {
  const before = words[at - 1];
  if (before === undefined || (before.kind !== 'word' && before.kind !== 'name')) return null;
  const isName = words[at - 2]?.text === '.' || before.kind === 'name';
  if (before.kind === 'word' && bracketWords.has(before.text) && !isName) return null;
  const isAlias = words[at - 2]?.kind !== 'text' && /^(?:as|\))$/u.test(words[at - 2]?.text ?? '');
  const isListOfColumns = level.cte?.state === 'body' || isAlias;
  return isListOfColumns ? null : before.text.toLowerCase();
}

function onWord(scan: Scan, at: number): Step {
  const { words, levels } = scan;
  const level = levels[levels.length - 1];
  level.isEmpty = false;
  const { kind, text } = words[at];
  const isQuoted = kind === 'text' || kind === 'name';
  if (isQuoted && isChangingText(text, scan.setting)) return `reads '${text.trim()}'`;
  if (kind === 'text' && level.isExpecting) return `reads '${text}', which is no ref and no source`;
  if (kind === 'text' || kind === 'number') return at + 1;
  if (level.cte?.state === 'name') return nameCte(scan, at, level.cte);
  if (kind === 'word' && words[at - 1]?.text !== '.') {
    const step = onKeyword(scan, at, level);
    if (step !== null) return step;
  }
  return level.isExpecting ? relation(scan, at, level) : at + 1;
}

/** `now`, and a day with a time of its own: `today 12:00`, `tomorrow allballs`. */
function isChangingText(text: string, { changingTexts }: QuerySetting): boolean {
  const words = text.toLowerCase().match(/[a-z]+/gu) ?? [];
  return (
    words.length > 0 && words.length <= 3 && words.every(isOfTime) && words.some((word) => changingTexts.includes(word))
  );

  function isOfTime(word: string): boolean {
    return changingTexts.includes(word) || timeWords.has(word);
  }
}

/** What may stand beside the name of a day. */
const timeWords: ReadonlySet<string> = new Set(['allballs', 'am', 'at', 'gmt', 'pm', 't', 'utc', 'z', 'zulu']);

function nameCte({ words, setting }: Scan, at: number, cte: NonNullable<Level['cte']>): Step {
  const { kind, text } = words[at];
  if (kind === 'word' && text === 'recursive') {
    cte.isRecursive = true;
    return at + 1;
  }
  cte.name = setting.fold(text, kind === 'name');
  cte.state = 'body';
  return at + 1;
}

const endsOfFrom: ReadonlySet<string> = new Set([
  ...['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'union', 'intersect', 'except', 'window', 'for'],
]);

/** Null for a word that is none of these. */
function onKeyword({ words, setting }: Scan, at: number, level: Level): Step | null {
  const { text } = words[at];
  if (changingWords.has(text)) return `reads ${text}`;
  if (text === 'user' && setting.hasDollarTexts) return 'reads user';
  if (changingStatements.has(text) && words[at + 1]?.text !== '(') return `does more than query: ${text}`;
  if (text === 'with' && isCteList(words, at)) {
    level.cte = { state: 'name', name: '', isRecursive: false };
    level.isInFrom = false;
    level.isExpecting = false;
  } else if (text === 'in' && words[at + 1]?.text !== '(' && level.owner?.name !== 'position')
    return 'reads a table by in';
  else if (text === 'from') {
    if (isPartOfExpression(words, at, level)) return at + 1;
    level.isInFrom = true;
    level.isExpecting = true;
  } else if (text === 'join') {
    level.isInFrom = true;
    level.isExpecting = true;
  } else if (text === 'select' || text === 'values') {
    level.isInFrom = false;
    level.isExpecting = false;
    level.cte = null;
  } else if (endsOfFrom.has(text)) {
    level.isInFrom = false;
    level.isExpecting = false;
  } else if (!(level.isExpecting && (text === 'lateral' || text === 'only'))) return null;
  return at + 1;
}

/** `with` begins other things too: `timestamp with time zone`, `with ordinality`. */
function isCteList(words: readonly SqlWord[], at: number): boolean {
  const name = words[at + 1]?.kind === 'word' && words[at + 1]?.text === 'recursive' ? at + 2 : at + 1;
  const [next, afterNext] = [words[name + 1]?.text, words[name + 2]?.text ?? ''];
  return next === '(' || (next === 'as' && /^(?:\(|not|materialized)$/u.test(afterNext));
}

/** `extract(year from day)`, `a is distinct from b`. */
function isPartOfExpression(words: readonly SqlWord[], at: number, { owner, isInFrom }: Level): boolean {
  if (owner?.is === 'function' && functionsWithFrom.has(owner.name) && !isInFrom) return true;
  return words[at - 1]?.text === 'distinct' && /^(?:is|not)$/u.test(words[at - 2]?.text ?? '');
}

/** A relation after `from`, `join` or a comma: its whole name must be known. A function is looked at when its bracket comes. */
function relation(scan: Scan, start: number, level: Level): Step {
  const { words, setting, known, levels } = scan;
  let end = start + 1;
  while (words[end]?.text === '.' && words[end + 1] !== undefined && words[end + 1].kind !== 'mark') end += 2;
  level.isExpecting = false;
  if (words[end]?.kind === 'mark' && words[end].text === '(') return end;
  const chain = words.slice(start, end);
  const isCte = chain.length === 1 && levels.some(({ ctes }) => ctes.has(foldWord(chain[0], setting)));
  if (isCte || known.has(chainKey(chain, setting))) return end;
  return `reads ${chain.map(({ text }) => text).join('')}, which is no ref and no source`;
}

function chainKey(chain: readonly SqlWord[], setting: QuerySetting): string {
  return JSON.stringify(chain.filter(({ kind }) => kind !== 'mark').map((word) => foldWord(word, setting)));
}

function foldWord({ kind, text }: SqlWord, { fold }: QuerySetting): string {
  return fold(text, kind === 'name');
}
