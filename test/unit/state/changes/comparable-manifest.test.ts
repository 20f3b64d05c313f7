import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../core/manifest/manifest.js';
import { isMapping, type JsonObject } from '../../../../core/resources/json.js';
import type { SeedNode } from '../../../../core/resources/node.js';
import { comparableNode, createComparableReader } from '../../../../core/state/changes/comparable-manifest.js';
import { compareNodes } from '../../../../core/state/changes/compare-nodes.js';
import { manifestJson } from '../../../support/manifest-json.js';
import { parseInMemory } from '../../../support/project.js';

const FILES = {
  'macros/m.sql': '{% macro m() %}1{% endmacro %}',
  'models/a.sql': "{{ config(meta={'n': 1.0, 'big': 12345678901234567890}) }}select {{ m() }} as x",
  'models/b.sql': "select * from {{ ref('a') }} join {{ source('erp', 'orders') }}",
  'models/schema.yml': 'models:\n  - name: b\n    columns: [{name: x, description: key, data_tests: [not_null]}]\n',
  'models/sources.yml': 'sources:\n  - name: erp\n    tables: [{name: orders, loaded_at_field: at}]\n',
  'seeds/rates.csv': 'id\n1',
};

const METADATA = {
  dbtVersion: '',
  toolVersion: '',
  generatedAt: '',
  invocationId: '',
  invocationStartedAt: '',
  env: {},
};

function mappings(value: unknown): JsonObject[] {
  return isMapping(value) ? Object.values(value).filter(isMapping) : [];
}

describe('a comparable manifest', () => {
  it('is the same of a live manifest and of what manifest.json holds of it', () => {
    // Readers of JSON take 1.0 for 1.
    const plain = { ...FILES, 'models/a.sql': "{{ config(meta={'n': 1.5, 'l': [1]}) }}select {{ m() }} as x" };
    const { manifest } = parseInMemory(plain);
    const artifact = manifestJson(manifest, { metadata: METADATA });
    const live = createComparableReader()(manifest);
    const dicts = [...mappings(artifact.nodes), ...mappings(artifact.sources)];
    const stored = new Map(dicts.map(comparableNode).map((node) => [node.uniqueId, node]));
    expect(compareNodes({ ...live, nodes: stored }, live)).toEqual([]);
    expect([...live.nodes.keys()].sort()).toEqual([...stored.keys()].sort());
  });

  it('differs from one that was edited, in what the edit changed', () => {
    const read = createComparableReader();
    const before = read(parseInMemory(FILES).manifest);
    const edited = { ...FILES, 'models/b.sql': 'select 1 as x', 'macros/m.sql': '{% macro m() %}2{% endmacro %}' };
    const found = compareNodes(before, read(parseInMemory(edited).manifest));
    expect(found.map(({ id, reasons }) => [id, reasons.map(({ part }) => part)])).toEqual([
      ['model.shop.a', ['macros']],
      ['model.shop.b', ['body', 'parents']],
    ]);
  });

  it('takes a big seed that was parsed anew for changed, as nothing tells its content', () => {
    const read = createComparableReader();
    const { manifest } = parseInMemory(FILES);
    const seed = manifest.nodes.get('seed.shop.rates') as SeedNode;
    const big = (): Manifest => {
      const node: SeedNode = { ...seed, checksum: { name: 'path', checksum: seed.originalFilePath } };
      return { ...manifest, nodes: new Map(manifest.nodes).set(node.uniqueId, node) };
    };
    const first = big();
    expect(compareNodes(read(first), read(first))).toEqual([]);
    expect(compareNodes(read(first), read(big())).map(({ id }) => id)).toEqual(['seed.shop.rates']);
  });
});
