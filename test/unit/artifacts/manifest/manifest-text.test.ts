import { describe, expect, it } from 'vitest';
import { manifestText } from '../../../../core/artifacts/manifest/manifest-text.js';
import type { JsonObject } from '../../../../core/resources/json.js';
import { manifestJson, manifestJsonText } from '../../../support/manifest-json.js';
import { parseInMemory } from '../../../support/project.js';

/** What dbt 1.11 was given to record the keys below. */
const { manifest } = parseInMemory({
  'dbt_project.yml': 'name: shop\non-run-start: "select 1"',
  'seeds/raw.csv': 'id\n1\n',
  'models/customers.sql': "select * from {{ ref('raw') }} {{ source('erp', 'parties') }} {{ m() }}",
  'models/orders.sql': 'select 1',
  'models/off.sql': '{{ config(enabled=false) }}',
  'models/docs.md': '{% docs cust %}The customer.{% enddocs %}',
  'models/schema.yml': `
models:
  - name: customers
    columns: [{name: id, data_tests: [unique, not_null]}, {name: code, data_tests: [unique]}]
  - name: orders
    columns: [{name: id, data_tests: [unique]}]
sources: [{name: erp, tables: [{name: parties}]}]
exposures: [{name: dash, type: dashboard, owner: {name: me}, depends_on: [ref('customers')]}]
`,
  'tests/check.sql': "select * from {{ ref('customers') }}",
  'analyses/an.sql': 'select 1',
  'macros/m.sql': '{% macro m() %}{% endmacro %}',
});

const metadata = {
  dbtVersion: '1.11.16',
  toolVersion: '0.1.0',
  generatedAt: '2026-01-01T00:00:00.000000Z',
  invocationId: 'abc',
  invocationStartedAt: '2026-01-01T00:00:00.000000Z',
  env: {},
};
const artifact = manifestJson(manifest, { metadata }) as unknown as Record<string, Record<string, JsonObject>>;
const keys = (dict: JsonObject) => Object.keys(dict).sort().join(' ');

const CODE_KEYS =
  'alias build_path checksum columns compiled_path config contract created_at database depends_on description doc_blocks docs fqn functions group language meta metrics name original_file_path package_name patch_path path raw_code refs relation_name resource_type schema sources tags unique_id unrendered_config';
const withKeys = (more: string) => `${CODE_KEYS} ${more}`.split(' ').sort().join(' ');

describe('manifest.json', () => {
  it('has the parts of version 12', () => {
    expect(keys(artifact as unknown as JsonObject)).toBe(
      'child_map disabled docs exposures functions group_map groups macros metadata metrics nodes parent_map saved_queries selectors semantic_models sources unit_tests',
    );
    expect(artifact.metadata).toMatchObject({
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      dbt_version: '1.11.16',
      adapter_type: 'postgres',
      project_name: 'shop',
    });
  });

  it.each([
    [
      'model.shop.customers',
      withKeys('access constraints deprecation_date latest_version primary_key time_spine version'),
    ],
    ['analysis.shop.an', CODE_KEYS],
    ['test.shop.check', CODE_KEYS],
    ['operation.shop.shop-on-run-start-0', withKeys('index')],
    ['test.shop.unique_orders_id', withKeys('attached_node column_name file_key_name test_metadata')],
    [
      'seed.shop.raw',
      'alias build_path checksum columns config created_at database depends_on description doc_blocks docs fqn group meta name original_file_path package_name patch_path path raw_code relation_name resource_type root_path schema tags unique_id unrendered_config',
    ],
  ])('%s has the keys that dbt gives it', (id, wanted) => {
    const found = Object.keys(artifact.nodes).find((one) => one === id || one.startsWith(`${id}.`)) ?? '';
    expect(keys(artifact.nodes[found])).toBe(wanted);
  });

  it('gives exposures, macros, docs and columns the keys of dbt', () => {
    expect(keys(artifact.exposures['exposure.shop.dash'])).toBe(
      'config created_at depends_on description fqn label maturity meta metrics name original_file_path owner package_name path refs resource_type sources tags type unique_id unrendered_config url',
    );
    expect(keys(artifact.macros['macro.shop.m'])).toBe(
      'arguments config created_at depends_on description docs macro_sql meta name original_file_path package_name patch_path path resource_type supported_languages unique_id',
    );
    expect(keys(artifact.docs['doc.shop.cust'])).toBe(
      'block_contents name original_file_path package_name path resource_type unique_id',
    );
    const { columns } = artifact.nodes['model.shop.customers'];
    expect(keys((columns as JsonObject).id as JsonObject)).toBe(
      'config constraints data_type description doc_blocks granularity meta name quote tags',
    );
  });

  it('spells references as dbt does', () => {
    expect(artifact.nodes['model.shop.customers']).toMatchObject({
      refs: [{ name: 'raw', package: null, version: null }],
      sources: [['erp', 'parties']],
      depends_on: { macros: ['macro.shop.m'], nodes: ['source.shop.erp.parties', 'seed.shop.raw'] },
      contract: { enforced: false, alias_types: true, checksum: null },
    });
    expect(artifact.nodes['seed.shop.raw']).toMatchObject({ root_path: '/project', depends_on: { macros: [] } });
  });

  it('infers primary keys: unique and never null before unique alone', () => {
    expect(artifact.nodes['model.shop.customers'].primary_key).toEqual(['id']);
    expect(artifact.nodes['model.shop.orders'].primary_key).toEqual(['id']);
  });

  it('maps parents and children, sorted, and keeps disabled nodes apart', () => {
    expect(artifact.parent_map['model.shop.customers']).toEqual(['seed.shop.raw', 'source.shop.erp.parties']);
    expect(artifact.child_map['source.shop.erp.parties']).toEqual(['model.shop.customers']);
    expect(Object.keys(artifact.disabled)).toEqual(['model.shop.off']);
    expect(artifact.nodes['model.shop.off']).toBeUndefined();
  });

  it('holds the compiled code of the nodes that were compiled', () => {
    const part = { code: 'select 1', path: 'target/compiled/shop/models/orders.sql', extraCtes: [] };
    const compiled = manifestJson(manifest, { metadata, compiled: new Map([['model.shop.orders', part]]) });
    const nodes = compiled.nodes as Record<string, JsonObject>;
    expect(nodes['model.shop.orders']).toMatchObject({
      compiled: true,
      compiled_code: 'select 1',
      compiled_path: 'target/compiled/shop/models/orders.sql',
      extra_ctes: [],
      extra_ctes_injected: true,
    });
    expect(nodes['model.shop.customers'].compiled).toBeUndefined();
  });

  it('comes as small texts, of which none holds more than one node', () => {
    const pieces = [...manifestText(manifest, { metadata })].map(String);
    const largest = Math.max(...pieces.map(({ length }) => length));
    const nodes = [...manifest.nodes.keys(), ...manifest.sources.keys()];
    expect(pieces.every((piece) => nodes.filter((id) => piece.includes(`"unique_id": "${id}"`)).length <= 1)).toBe(
      true,
    );
    expect(largest).toBeLessThan(4000);
  });

  it('is the same when the texts of an earlier one are taken over, as texts or as bytes', () => {
    const kept = new Map<object, string>();
    const keep = (resource: object, text: string) => void kept.set(resource, text);
    const fresh = manifestJsonText(manifest, { metadata, texts: { find: () => undefined, keep } });
    expect(fresh).toBe(manifestJsonText(manifest, { metadata }));
    expect(kept.size).toBe(manifest.nodes.size + 1 + manifest.macros.size + 1 + manifest.disabled.size);
    const none = () => expect.unreachable();
    for (const form of [String, Buffer.from]) {
      const find = (resource: object) => form(kept.get(resource) ?? expect.unreachable());
      expect(manifestJsonText(manifest, { metadata, texts: { find, keep: none } })).toBe(fresh);
    }
  });

  it('takes over nothing that other nodes or the writing decide', () => {
    const kept = new Map<object, string>();
    const texts = {
      find: (one: object) => kept.get(one),
      keep: (one: object, text: string) => void kept.set(one, text),
    };
    manifestJsonText(manifest, { metadata, texts });
    const nodes = new Map([...manifest.nodes].filter(([, node]) => node.resourceType !== 'test'));
    const untested = { ...manifest, nodes };
    const later = { ...metadata, generatedAt: '2026-01-02T00:00:00.500000Z' };
    const part = { code: 'select 1', path: null, extraCtes: [] };
    const compiled = new Map([['model.shop.customers', part]]);
    const parts = { metadata: later, compiled };
    const text = manifestJsonText(untested, { ...parts, texts });
    expect(text).toBe(manifestJsonText(untested, parts));
    const { nodes: found } = JSON.parse(text) as typeof artifact;
    expect(found['model.shop.orders']).toMatchObject({ primary_key: [], created_at: 1767312000.5 });
  });
});
