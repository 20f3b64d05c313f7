/**
 * The unique key of an incremental model as the config has it, and what it means in a batch: columns, found by the
 * database's rules for names, or expressions, which only the database can check.
 */
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { ColumnInfo } from '../../resources/relation.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { listSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';

/** One part of a unique key. */
export interface KeyPart {
  readonly written: string;
  /** The quoted name of a column, or an expression in parentheses. */
  readonly sql: string;
  readonly isColumn: boolean;
}

/** The batch and the table that it goes into, as the database describes them. */
export interface BatchColumns {
  readonly batch: readonly ColumnInfo[];
  readonly table: readonly ColumnInfo[];
}

/** The key's columns or expressions, as written. Empty when there is none. */
export function uniqueKey(facts: ModelFacts): readonly string[] {
  return texts(facts, 'unique_key');
}

/** Extra conditions on the target, as written. */
export function incrementalPredicates(facts: ModelFacts): readonly string[] {
  const own = texts(facts, 'incremental_predicates');
  return own.length > 0 ? own : texts(facts, 'predicates');
}

function texts(facts: ModelFacts, key: string): readonly string[] {
  return listSetting(facts.node.config, key).flatMap((entry) => {
    if (typeof entry === 'string') return entry.trim() === '' ? [] : [entry];
    throw planError(
      facts.node,
      'TSDBT_CONFIG_INVALID',
      `${facts.node.uniqueId}: ${key} holds ${JSON.stringify(entry)}, expected a string or a list of strings.`,
    );
  });
}

/** The parts of the key. Throws when one of them names a column that the batch or the table lacks. */
export function readKey(facts: ModelFacts, columns: BatchColumns): readonly KeyPart[] {
  return uniqueKey(facts).map((written) => {
    const named = nameIn(written, columns.batch);
    if (named === null) return { written, sql: `(${written})`, isColumn: false };
    const column = findColumn(facts, named, columns.batch);
    if (column === null) throw missing(facts, written, 'the batch', columns.batch);
    if (findColumn(facts, { name: column.name, isQuoted: true }, columns.table) === null) {
      throw missing(facts, written, facts.dialect.renderRelation(facts.target), columns.table);
    }
    return { written, sql: facts.dialect.quoteIdentifier(column.name), isColumn: true };
  });
}

interface WrittenName {
  readonly name: string;
  readonly isQuoted: boolean;
}

/** The name that a part of a key consists of: a column's very name, a quoted name, or a plain word. Null: it is an expression. */
function nameIn(written: string, columns: readonly ColumnInfo[]): WrittenName | null {
  const text = written.trim();
  if (columns.some(({ name }) => name === written)) return { name: written, isQuoted: true };
  const quoted = /^"((?:[^"]|"")+)"$/u.exec(text)?.[1];
  if (quoted !== undefined) return { name: quoted.replaceAll('""', '"'), isQuoted: true };
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text) ? { name: text, isQuoted: false } : null;
}

function findColumn(facts: ModelFacts, wanted: WrittenName, columns: readonly ColumnInfo[]): ColumnInfo | null {
  const { foldIdentifier } = facts.dialect;
  const folded = foldIdentifier(wanted.name, wanted.isQuoted);
  return columns.find(({ name }) => foldIdentifier(name, true) === folded) ?? null;
}

function missing(facts: ModelFacts, written: string, where: string, columns: readonly ColumnInfo[]): Error {
  const names = columns.map(({ name }) => name);
  return planError(
    facts.node,
    'TSDBT_KEY_MISSING',
    `${facts.node.uniqueId}: unique_key names ${written}, and ${where} has no such column; nothing was changed.`,
    didYouMean(closestNames(written, names)) ?? `Its columns are ${names.join(', ')}.`,
  );
}
