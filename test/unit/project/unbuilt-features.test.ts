import { describe, expect, it } from 'vitest';
import { featureWarnings, findUnbuiltFeatures, nodeProblems } from '../../../core/project/unbuilt-features.js';
import { parseYaml } from '../../../core/project/yaml/parse-yaml.js';

const document = (text: string, file = 'models/s.yml') => parseYaml(text, file).value;
const place = { file: 'models/a.sql', line: 1, column: 1 };

describe('findUnbuiltFeatures', () => {
  it('gives one warning per feature, with count and first place', () => {
    const first = document('unit_tests:\n  - name: a\n  - name: b\nmodels:\n  - name: m\n    versions: [{v: 1}]\n');
    const second = document('unit_tests: [{name: c}]\nmodels: [{name: n}]\n', 'models/t.yml');
    expect(featureWarnings([first, second].flatMap(findUnbuiltFeatures))).toEqual([
      {
        code: 'TSDBT_FEATURE_UNBUILT',
        severity: 'warning',
        message: 'Unit tests (in 3 places) are not supported yet: they are not run.',
        location: { file: 'models/s.yml', line: 2, column: 5 },
      },
      {
        code: 'TSDBT_FEATURE_UNBUILT',
        severity: 'warning',
        message: 'Model versions (in 1 place) are not supported yet: only the model without a version is built.',
        location: { file: 'models/s.yml', line: 6, column: 15 },
      },
    ]);
  });

  it.each([
    'models: [{name: a, columns: [{name: x, constraints: [{type: not_null}]}]}]',
    'sources: [{name: a, tables: [{name: t, freshness: {warn_after: {count: 1}}}]}]',
    'metrics: [{name: a}]',
    'semantic_models: [{name: a}]',
    'saved_queries: [{name: a}]',
    'groups: [{name: a}]',
    'functions: [{name: a}]',
    'snapshots: [{name: a}]',
  ])('%s is recognised', (text) => {
    expect(findUnbuiltFeatures(document(text))).toHaveLength(1);
  });

  it('what is empty or switched off is silent', () => {
    const text =
      'unit_tests: []\nmodels: [{name: a, constraints: [], versions: }]\nsources: [{name: s, freshness: null}]\n';
    expect(findUnbuiltFeatures(document(text))).toEqual([]);
    expect(findUnbuiltFeatures(document('- a'))).toEqual([]);
  });
});

describe('nodeProblems', () => {
  it('enforced contracts and grants are errors of the node', () => {
    const config = { contract: { enforced: true }, grants: { select: ['a'] } };
    expect(nodeProblems(config, place)).toMatchObject([
      { code: 'TSDBT_CONFIG_UNBUILT', severity: 'error', location: place },
      { code: 'TSDBT_CONFIG_UNBUILT', severity: 'error' },
    ]);
  });

  it('contracts that are not enforced and empty grants are fine', () => {
    expect(nodeProblems({ contract: { enforced: false }, grants: { select: [] } }, place)).toEqual([]);
  });
});
