import { describe, expect, it } from 'vitest';
import { checkConfigTrees, findUnusedPaths } from '../../../../core/project/config/check-config-trees.js';
import { projectConfig } from '../../../support/project-config.js';

describe('checkConfigTrees', () => {
  it('finds wrong values and unknown keys at their places, in every folder', () => {
    const project = projectConfig(`name: p
models:
  p:
    +enabled: maybe
    staging:
      +materialised: table
      on_schema_change: drop
data_tests:
  +severity: fatal
`);
    expect(checkConfigTrees(project)).toMatchObject([
      { code: 'TSDBT_CONFIG_INVALID', location: { line: 4, column: 15 } },
      { code: 'TSDBT_CONFIG_UNKNOWN', location: { line: 6, column: 7 } },
      {
        message:
          'The config `on_schema_change` must be one of ignore, append_new_columns, sync_all_columns, fail, found the text "drop".',
        location: { line: 7, column: 25 },
      },
      {
        message: 'The config `severity` must be error or warn, found the text "fatal".',
        location: { line: 9, column: 14 },
      },
    ]);
  });

  it('takes a mapping without + for a folder', () => {
    expect(checkConfigTrees(projectConfig('name: p\nmodels:\n  p:\n    meta: {enabled: true}\n'))).toEqual([]);
  });
});

describe('findUnusedPaths', () => {
  const project = projectConfig(`name: p
models:
  p:
    +materialized: table
    stagging:
      +tags: x
  other:
    +enabled: true
seeds:
  p:
    +quote_columns: true
`);

  it('is one warning that lists what no resource lies under', () => {
    const resources = [
      { resource: 'model', fqn: ['p', 'staging', 'a'] },
      { resource: 'seed', fqn: ['p', 's'] },
    ] as const;
    expect(findUnusedPaths(project, resources)).toMatchObject([
      {
        code: 'TSDBT_CONFIG_UNUSED',
        severity: 'warning',
        message: expect.stringContaining('`models.p.stagging`, `models.other`'),
        location: { line: 6, column: 7 },
      },
    ]);
  });

  it.each(['tests', 'data_tests'])('spells the tree of tests as the file does: %s', (key) => {
    const file = projectConfig(`name: p\n${key}:\n  other:\n    +severity: warn\n`);
    expect(findUnusedPaths(file, [])[0].message).toContain(`\`${key}.other\``);
  });

  it('is silent when every path is used', () => {
    const resources = [
      { resource: 'model', fqn: ['p', 'stagging', 'a'] },
      { resource: 'model', fqn: ['other', 'b'] },
      { resource: 'seed', fqn: ['p', 's'] },
    ] as const;
    expect(findUnusedPaths(project, resources)).toEqual([]);
  });
});
