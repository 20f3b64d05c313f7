import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../core/resources/json.js';
import { earlierRelations } from '../../../core/state/earlier-relations.js';

const node = (changes: JsonObject): JsonObject => ({
  resource_type: 'model',
  database: 'db',
  schema: 'public',
  alias: 'orders',
  relation_name: '"db"."public"."orders"',
  config: { materialized: 'view' },
  ...changes,
});
const kindOf = (changes: JsonObject) => earlierRelations({ nodes: { a: node(changes) } })?.map(({ kind }) => kind);

describe('earlierRelations', () => {
  it('answers name and kind of what the nodes of a manifest make', () => {
    expect(earlierRelations({ nodes: { a: node({}) } })).toEqual([
      {
        kind: 'view',
        relation: {
          database: 'db',
          schema: 'public',
          identifier: 'orders',
          type: 'view',
          quoting: { database: true, schema: true, identifier: true },
        },
      },
    ]);
  });

  it('takes quotes from the rendered name', () => {
    const [found] = earlierRelations({ nodes: { a: node({ relation_name: 'main."orders"', schema: 'main' }) } }) ?? [];
    expect(found!.relation.quoting).toEqual({ database: false, schema: false, identifier: true });
  });

  it.each([
    ['table', ['table']],
    ['incremental', ['table']],
    ['seed', ['table']],
    ['snapshot', ['table']],
    ['materialized_view', ['materialized_view']],
    ['ephemeral', []],
    ['of_the_project', []],
  ])('knows which kind %s makes', (materialized, kinds) => {
    expect(kindOf({ config: { materialized } })).toEqual(kinds);
  });

  it('knows what stored failures are', () => {
    expect(kindOf({ resource_type: 'test', config: { materialized: 'test' } })).toEqual(['table']);
    expect(kindOf({ resource_type: 'test', config: { store_failures_as: 'view' } })).toEqual(['view']);
  });

  it('leaves out nodes without a relation, and answers null for what is no manifest', () => {
    expect(kindOf({ relation_name: null })).toEqual([]);
    expect(earlierRelations({ nodes: { a: null, b: { config: [] } } })).toEqual([]);
    const others: readonly Json[] = [null, [], 'text', {}, { nodes: [] }];
    for (const value of others) expect(earlierRelations(value)).toBeNull();
  });
});
