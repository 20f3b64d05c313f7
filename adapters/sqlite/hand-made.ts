/**
 * What people set on a SQLite relation: indexes and triggers are all that can be set on one that stands. They go with the
 * old relation, whose name their text holds, so they are made again once the new one has it.
 */
import type { Session } from '../../core/adapter/database.js';
import type { HandMade } from '../../core/adapter/introspector.js';
import type { RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../common/quoting.js';
import { isConfigured } from './catalog/remembered-catalog.js';

export async function findHandMade(session: Session, name: RelationName): Promise<readonly HandMade[]> {
  const catalog = `${quoteIdentifier(name.schema ?? 'main')}.sqlite_master`;
  const { rows } = await session.execute(
    `select type, name, sql from ${catalog} where type in ('index', 'trigger') and sql is not null
      and tbl_name = ${quoteText(name.identifier)} collate nocase order by type, name`,
  );
  const found = rows.map((row) => row.map(String) as [string, string, string]);
  return found
    .filter(([type, own]) => !(type === 'index' && isConfigured(own)))
    .map(([type, own, sql]) => ({
      what: `${type} ${own}`,
      definition: sql,
      kind: 'object',
      statements: [],
      after: [inSchema(sql, name.schema), ...(type === 'trigger' ? tries(name, own, sql) : [])],
      aside: [],
    }));
}

/** The catalog's text names no schema, and without one the object would be made in the main file. */
function inSchema(sql: string, schema: string | null): string {
  if (schema === null) return sql;
  return sql.replace(/^CREATE (UNIQUE INDEX|INDEX|TRIGGER) /i, (start) => `${start}${quoteIdentifier(schema)}.`);
}

/** A trigger over columns that are gone is created all the same and fails when it fires; planning its event finds out. */
function tries({ schema, identifier }: RelationName, trigger: string, sql: string): readonly string[] {
  const target = [schema, identifier].flatMap((part) => (part === null ? [] : [quoteIdentifier(part)])).join('.');
  const events: Readonly<Record<string, string>> = {
    insert: `explain insert into ${target} default values`,
    delete: `explain delete from ${target}`,
    update: `explain update ${target} set rowid = rowid`,
  };
  const rest = sql.slice(sql.indexOf(trigger) + trigger.length);
  const event = /\b(insert|delete|update)\b/i.exec(rest)?.[1]?.toLowerCase();
  const isOnView = /^["'`\]]?\s*instead\s+of\b/i.test(rest);
  return event === undefined || (isOnView && event === 'update') ? [] : [events[event]!];
}
