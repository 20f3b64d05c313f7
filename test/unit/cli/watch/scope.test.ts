import { describe, expect, it } from 'vitest';
import { createScope } from '../../../../cli/watch/workshop/scope.js';
import type { Project } from '../../../../core/api/load-project.js';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';
import { readSelectors } from '../../../../core/select/selectors/read-selectors.js';
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
const definitions = parseYaml("selectors: [{name: all, definition: '*'}]", 'selectors.yml').value;
const { value: selectors } = readSelectors(definitions, definitions.value);
const project = { manifest, inlineId: null, selectors } as unknown as Project;

function scope(changes: { select?: readonly string[]; selector?: string; hasTests?: boolean } = {}) {
  const request = {
    select: changes.select ?? null,
    exclude: [],
    selector: changes.selector ?? null,
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

  it('tells what is wrong with the words of a filter', () => {
    const findings = (kind: 'name' | 'selector', text: string) =>
      scope()
        .filterFindings({ kind, text })
        .map(({ code, hint }) => [code, hint ?? null]);
    expect(findings('selector', 'tga:nightly')).toEqual([['TSDBT_SELECTOR_INVALID', "Did you mean 'tag'?"]]);
    expect(findings('selector', 'nightyl')).toEqual([['TSDBT_SELECTOR_NO_MATCH', "Did you mean 'nightly'?"]]);
    expect(findings('selector', 'nightly')).toEqual([]);
    expect(findings('name', 'nothing')).toEqual([]);
    expect(scope().filterFindings(null)).toEqual([]);
  });

  it('is what a filter chooses also when the selection has a name', () => {
    const named = scope({ selector: 'all' });
    expect(names(named.everything({ kind: 'selector', text: 'nightly' }))).toEqual(['stg_b']);
    expect(named.filterFindings({ kind: 'selector', text: 'nightly' })).toEqual([]);
  });
});
