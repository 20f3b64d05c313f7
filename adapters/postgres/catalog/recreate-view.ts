/** The statements that bring a dropped view back as it was: definition, options, owner, grants, comments, defaults, rules, triggers. Pure. */
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';
import { type GrantFacts, grantStatements } from './grants.js';

/** What the catalog says of a view. */
export interface ViewFacts extends GrantFacts {
  readonly definition: string;
  /** Columns of the relation in question that it reads itself. */
  readonly reads: readonly string[] | null;
  /** `security_barrier=true` ... */
  readonly options: readonly string[];
  readonly id: string;
  /** Differs after every change of the definition. */
  readonly version: string;
  /** Whether the current user has the rights of the owner. */
  readonly mayReplace: boolean;
  readonly canRecreate: boolean;
  readonly comment: string | null;
  readonly columnComments: readonly { readonly column: string; readonly comment: string }[];
  readonly columnDefaults: readonly { readonly column: string; readonly expression: string }[];
  readonly rules: readonly string[];
  readonly triggers: readonly string[];
}

/** Null when the user may not give the view back to its owner, or it has parts that no statement here can restore. */
export function recreateView(name: RelationName, facts: ViewFacts): readonly string[] | null {
  if (!facts.canRecreate) return null;
  const view = viewName(name);
  return [
    `create view ${definition(view, facts)}`,
    ...facts.columnDefaults.map(
      ({ column, expression }) =>
        `alter view ${view} alter column ${quoteIdentifier(column)} set default ${expression}`,
    ),
    ...facts.rules.map((rule) => rule.trim().replace(/;$/, '')),
    ...facts.triggers,
    ...(facts.comment === null ? [] : [`comment on view ${view} is ${quoteText(facts.comment)}`]),
    ...facts.columnComments.map(
      ({ column, comment }) => `comment on column ${view}.${quoteIdentifier(column)} is ${quoteText(comment)}`,
    ),
    ...grantStatements(view, facts),
    ...(facts.owner === facts.currentUser ? [] : [`alter view ${view} owner to ${quoteIdentifier(facts.owner)}`]),
  ];
}

/**
 * The same definition anew, over what now has the names in it: all else of the view stays. Giving it to its owner is no
 * change and takes the lock on this view alone; `lock table` would lock all that the view reads. Rules of its own
 * may read the old relation too.
 */
export function rebindView(name: RelationName, facts: ViewFacts): { lock: string; replace: string } | null {
  if (!facts.mayReplace) return null;
  const view = viewName(name);
  const rules = facts.rules.map((rule) =>
    rule
      .trim()
      .replace(/;$/, '')
      .replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE'),
  );
  return {
    lock: [`alter view ${view} owner to ${quoteIdentifier(facts.owner)}`, unchanged(facts)].join(';\n'),
    replace: [`create or replace view ${definition(view, facts)}`, ...rules].join(';\n'),
  };
}

/** Somebody may have changed the view since it was read. That is told like a lock that is not to be had: it is looked at again. */
function unchanged({ id, version }: ViewFacts): string {
  const rule = `select from pg_catalog.pg_rewrite where ev_class = ${id} and xmin::text = ${quoteText(version)}`;
  const raise = "raise sqlstate '55P03' using message = 'a view was changed while it was read'";
  return `do $tsdbt$ begin if not exists (${rule}) then ${raise}; end if; end $tsdbt$`;
}

function viewName({ schema, identifier }: RelationName): string {
  return `${schema === null ? '' : `${quoteIdentifier(schema)}.`}${quoteIdentifier(identifier)}`;
}

function definition(view: string, facts: ViewFacts): string {
  const options = facts.options.length === 0 ? '' : ` with (${facts.options.map(renderOption).join(', ')})`;
  return `${view}${options} as\n${facts.definition.trim().replace(/;$/, '')}`;
}

export function renderOption(option: string): string {
  const [, key, value] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
  return key === undefined ? option : `${key} = ${quoteText(value!)}`;
}
