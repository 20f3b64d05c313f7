import { describe, expect, it } from 'vitest';
import { apiObject } from '../../../../core/parse/context/api.js';
import type { RelationSpelling } from '../../../../core/parse/context/relation-spelling.js';
import { ephemeralRelation, RelationValue } from '../../../../core/parse/context/relation-value.js';
import { Dict } from '../../../../core/template/values/dict.js';
import { repr } from '../../../../core/template/values/text.js';
import { HostFunction, TemplateObject, type Value } from '../../../../core/template/values/value.js';

const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const spelling: RelationSpelling = { className: 'PostgresRelation', quoteIdentifier, physicalName: (name) => name };
const oneFile: RelationSpelling = {
  className: 'SQLiteRelation',
  quoteIdentifier,
  physicalName: ({ identifier }) => ({ database: null, schema: null, identifier }),
};
const quoting = { database: true, schema: true, identifier: true };
const rel = new RelationValue(
  { database: 'postgres', schema: 'main', identifier: 'rel', type: null, quoting },
  spelling,
);

function call(value: TemplateObject, method: string, args: Value[] = [], kwargs: Record<string, Value> = {}): Value {
  const found = value.attribute(method);
  if (!(found instanceof HostFunction)) throw new Error(`${method} is no function`);
  return found.call({ args, kwargs: new Map(Object.entries(kwargs)) }) as Value;
}

function printed(value: Value): string {
  return value instanceof TemplateObject ? value.text() : repr(value);
}

/** Expected values: dbt-core 1.11.16 with dbt-postgres, the same calls. */
describe('a relation in templates', () => {
  it('prints all its parts quoted', () => {
    expect(rel.text()).toBe('"postgres"."main"."rel"');
    expect(repr([rel])).toBe('[<PostgresRelation "postgres"."main"."rel">]');
  });

  it('leaves parts out with include and without_identifier', () => {
    expect(printed(call(rel, 'include', [], { database: false }))).toBe('"main"."rel"');
    expect(printed(call(rel, 'include', [], { database: false, schema: false }))).toBe('"rel"');
    expect(printed(call(rel, 'include', [], { identifier: false }))).toBe('"postgres"."main"');
    expect(printed(call(rel, 'without_identifier'))).toBe('"postgres"."main"');
  });

  it('quotes the parts that quote says', () => {
    expect(printed(call(rel, 'quote', [], { identifier: false }))).toBe('"postgres"."main".rel');
    expect(printed(call(rel, 'quote', [false, false, false]))).toBe('postgres.main.rel');
  });

  it('changes path and type with incorporate and replace_path', () => {
    const path = new Dict([['identifier', 'rel__dbt_tmp']]);
    expect(printed(call(rel, 'incorporate', [], { path }))).toBe('"postgres"."main"."rel__dbt_tmp"');
    const bare = new Dict([
      ['schema', null],
      ['database', null],
    ]);
    expect(printed(call(rel, 'incorporate', [], { path: bare }))).toBe('"rel"');
    const view = call(rel, 'incorporate', [], { type: 'view' }) as RelationValue;
    expect(view.attribute('is_view')).toBe(true);
    expect(printed(call(rel, 'replace_path', [], { identifier: 'zz' }))).toBe('"postgres"."main"."zz"');
    expect(rel.attribute('type')).toBe(null);
  });

  it('names the information schema of its database', () => {
    expect(printed(call(rel, 'information_schema', ['tables']))).toBe('"postgres".INFORMATION_SCHEMA.tables');
    expect(printed(call(rel, 'information_schema'))).toBe('"postgres".INFORMATION_SCHEMA');
  });

  it('looks like a mapping with get, but cannot be gone through', () => {
    expect(rel.isMapping).toBe(true);
    expect(printed(call(rel, 'get', ['metadata']))).toBe("{'type': 'PostgresRelation'}");
    expect(call(rel, 'get', ['identifier'])).toBe('rel');
    expect(call(rel, 'get', ['zz', 'd'])).toBe('d');
    expect(rel.item('schema')).toBe('main');
    expect(rel.item('nope')).toBeUndefined();
    expect(rel.iterate()).not.toBe(null);
    expect(() => [...rel.iterate()]).toThrow('cannot be used as a dictionary');
    expect(rel.isTrue()).toBe(true);
  });

  it('equals a relation with the same name, type and policies', () => {
    expect(rel.equals(call(rel, 'incorporate', [], { path: new Dict([['identifier', 'rel']]) }))).toBe(true);
    expect(rel.equals(call(rel, 'incorporate', [], { type: 'view' }))).toBe(false);
  });

  it('doubles quotes in names', () => {
    expect(rel.with({ identifier: 'a"b' }).text()).toBe('"postgres"."main"."a""b"');
  });

  it('keeps the schema of the project where the database has none, and does not print it', () => {
    const lite = new RelationValue(rel.relation, oneFile);
    expect(lite.text()).toBe('"rel"');
    expect(lite.attribute('schema')).toBe('main');
    expect(printed(call(lite, 'get', ['metadata']))).toBe("{'type': 'SQLiteRelation'}");
  });

  it('stands for an ephemeral model as the name of a CTE', () => {
    const cte = ephemeralRelation('totals', spelling);
    expect(cte.text()).toBe('__dbt__cte__totals');
    expect(cte.attribute('is_cte')).toBe(true);
  });
});

describe('api.Relation', () => {
  const relations = apiObject(spelling, { className: 'PostgresColumn', quoteIdentifier }).get(
    'Relation',
  ) as TemplateObject;

  it('creates relations from the parts that are given', () => {
    const whole = call(relations, 'create', [], { database: 'd', schema: 's', identifier: 'i', type: 'table' });
    expect(printed(whole)).toBe('"d"."s"."i"');
    expect((whole as RelationValue).attribute('is_table')).toBe(true);
    expect(printed(call(relations, 'create', [], { identifier: 'i' }))).toBe('"i"');
    const unquoted = new Dict([['identifier', false]]);
    expect(printed(call(relations, 'create', ['d', 's', 'i'], { quote_policy: unquoted }))).toBe('"d"."s".i');
  });

  it('refuses a type that dbt does not have', () => {
    expect(() => call(relations, 'create', [], { identifier: 'i', type: 'tabel' })).toThrow(
      'tabel is no relation type',
    );
  });

  it('names the types', () => {
    expect(relations.attribute('View')).toBe('view');
    expect(relations.attribute('CTE')).toBe('cte');
  });
});
