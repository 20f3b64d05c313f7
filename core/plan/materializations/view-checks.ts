/** What a view may not hold where views are kept as text in one file: another file's relations, and functions that only tsdbt has. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { ModelNode } from '../../resources/node.js';
import type { Relation } from '../../resources/relation.js';
import { planError } from '../plan-error.js';

export interface ViewCheck {
  readonly node: ModelNode;
  readonly sql: string;
  readonly target: Relation;
  /** Relations that the view reads. */
  readonly parents: readonly Relation[];
  readonly viewsAcrossSchemas: boolean;
  /** Lower case. */
  readonly registeredFunctions: readonly string[];
}

/** Throws when the database could not keep the view; warns when other tools could not read it. */
export function checkViewText(check: ViewCheck): readonly Diagnostic[] {
  const { node, target } = check;
  const foreign = check.viewsAcrossSchemas ? undefined : check.parents.find(({ schema }) => schema !== target.schema);
  if (foreign !== undefined) {
    throw planError(
      node,
      'TSDBT_VIEW_CROSSES_FILES',
      `${node.uniqueId} is a view and reads ${foreign.identifier}, which lies in another database file; a view cannot.`,
      'Make it a table: {{ config(materialized="table") }}.',
    );
  }
  const names = check.registeredFunctions.filter((name) => calls(check.sql, name));
  if (names.length === 0) return [];
  return [
    {
      code: 'TSDBT_VIEW_NOT_PORTABLE',
      severity: 'warning',
      message: `${node.uniqueId} is a view and calls ${names.join(', ')}, which only tsdbt adds to the database: no other tool can read the view.`,
      hint: 'Make it a table, or use functions of the database itself.',
      location: node.location,
      node: node.uniqueId,
    },
  ];
}

/** Strings and comments are taken out first, so that a word in them is no call. */
function calls(sql: string, name: string): boolean {
  const code = sql.replaceAll(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  return new RegExp(`(?<![\\w."])${name}\\s*\\(`, 'i').test(code);
}
