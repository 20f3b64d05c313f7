import { describe, expect, it } from 'vitest';
import { createScope } from '../../../../cli/watch/workshop/scope.js';
import type { Project } from '../../../../core/api/load-project.js';
import { parseInMemory } from '../../../support/project.js';

const { manifest } = parseInMemory({
  'models/staging/stg_a.sql': 'select 1 as id',
  'models/staging/stg_b.sql': "{{ config(tags=['nightly']) }} select * from {{ source('raw', 'b') }}",
  'models/mart.sql': "select * from {{ ref('stg_a') }} join {{ ref('stg_b') }} using (id)",
  'models/schema.yml': `
sources: [{name: raw, tables: [{name: b}]}]
models:
  - {name: stg_a, columns: [{name: id, tests: [not_null]}]}
  - {name: mart, columns: [{name: id, tests: [unique]}]}
exposures: [{name: board, type: dashboard, owner: {name: me}, depends_on: ["ref('mart')"]}]
`,
});
const project = { manifest, inlineId: null, selectors: new Map() } as unknown as Project;

function scope(changes: { select?: readonly string[]; hasTests?: boolean } = {}) {
  const request = {
    select: changes.select ?? null,
    exclude: [],
    selector: null,
    indirectSelection: 'eager' as const,
    resourceTypes: null,
    excludeResourceTypes: [],
  };
  return createScope(project, { request, hasTests: changes.hasTests ?? true });
}

const names = (ids: Iterable<string>) => [...ids].map((id) => id.split('.')[2] ?? id).sort();

describe('what a watch builds', () => {
  it('is what changed, all below it and their tests', () => {
    expect(names(scope().affected(['model.shop.stg_a'], null))).toEqual([
      ...['mart', 'not_null_stg_a_id', 'stg_a', 'unique_mart_id'],
    ]);
    expect(names(scope({ hasTests: false }).affected(['model.shop.stg_a'], null))).toEqual(['mart', 'stg_a']);
  });

  it('is inside of the selection', () => {
    expect(names(scope({ select: ['mart'] }).affected(['model.shop.stg_a'], null))).toEqual(['mart', 'unique_mart_id']);
    expect(names(scope({ select: ['stg_b'] }).everything(null))).toEqual(['stg_b']);
  });

  it('is the same for all that is selected by no word and by one for everything', () => {
    expect(names(scope().everything(null))).toEqual(names(scope({ select: ['*'] }).everything(null)));
  });

  it('is never a source, an exposure or a node that is gone', () => {
    expect(names(scope().everything(null))).toEqual(['mart', 'not_null_stg_a_id', 'stg_a', 'stg_b', 'unique_mart_id']);
    expect(names(scope().buildable(['source.shop.raw.b']))).toEqual(['stg_b']);
    expect(names(scope().affected(['model.shop.gone'], null))).toEqual([]);
  });

  it('is inside of a filter by name, path, tag or selector', () => {
    const filtered = (kind: 'name' | 'selector', text: string) => names(scope().everything({ kind, text }));
    expect(filtered('name', 'STG_A')).toEqual(['not_null_stg_a_id', 'stg_a']);
    expect(filtered('name', 'staging/')).toEqual(['not_null_stg_a_id', 'stg_a', 'stg_b']);
    expect(filtered('selector', 'nightly')).toEqual(['stg_b']);
    expect(filtered('selector', '+mart')).toEqual([
      ...['mart', 'not_null_stg_a_id', 'stg_a', 'stg_b', 'unique_mart_id'],
    ]);
    expect(filtered('name', 'nothing')).toEqual([]);
  });
});
